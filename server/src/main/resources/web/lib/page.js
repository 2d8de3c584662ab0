/**
 * Tells what happens to the page and its network; nothing where there is no page.
 *
 * @param {{online: () => void, offline: () => void, shown: () => void, hidden: () => void}} listener
 * @returns {() => void} ends it
 */
export function watchPage({ online, offline, shown, hidden }) {
  if (typeof window === "undefined") {
    return () => {};
  }
  const visibility = () => (document.visibilityState === "visible" ? shown() : hidden());
  const watched = [
    [window, "online", online],
    [window, "offline", offline],
    [window, "pageshow", shown],
    [window, "pagehide", hidden],
    [document, "visibilitychange", visibility],
  ];
  watched.forEach(([target, type, listen]) => target.addEventListener(type, listen));
  return () => watched.forEach(([target, type, listen]) => target.removeEventListener(type, listen));
}
