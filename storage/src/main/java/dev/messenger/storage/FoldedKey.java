package dev.messenger.storage;

import java.text.Normalizer;
import java.util.Locale;

/// The form in which logins and names are compared: NFKC, case folded.
///
/// Folded in Java rather than by SQL's `lower()`, whose result depends on the database's locale and
/// version. Upper-casing first joins letters that only meet there (`ß` and `SS`, `ς` and `σ`).
public final class FoldedKey {

    private FoldedKey() {}

    public static String of(String text) {
        String folded =
                Normalizer.normalize(text, Normalizer.Form.NFKC)
                        .toUpperCase(Locale.ROOT)
                        .toLowerCase(Locale.ROOT);
        return Normalizer.normalize(folded, Normalizer.Form.NFKC);
    }
}
