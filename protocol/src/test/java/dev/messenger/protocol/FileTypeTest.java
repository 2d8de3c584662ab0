package dev.messenger.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FileTypeTest {

    @ParameterizedTest
    @CsvSource({
        "a.png,image",
        "a.JPG,image",
        "a.jpeg,image",
        "a.gif,image",
        "a.bmp,image",
        "a.svg,image",
        "a.mp4,video",
        "a.avi,video",
        "a.mov,video",
        "a.MKV,video",
        "a.flv,video",
        "a.wmv,video",
        "a.mp3,music",
        "a.wav,music",
        "a.aac,music",
        "a.flac,music",
        "a.ogg,music",
        "a.txt,other",
        "png,other",
        "a.png.exe,other",
        "a.,other",
        ".png,image",
    })
    void extensionDecides(String name, String type) {
        assertThat(FileType.ofName(name).wireName()).isEqualTo(type);
    }
}
