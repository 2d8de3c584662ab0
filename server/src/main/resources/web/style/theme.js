// Runs before the first paint (a classic script in the head): a theme that was chosen shows at once.
// Without a choice the system's own stands, by way of `color-scheme`.
(() => {
  const chosen = localStorage.getItem("theme");
  if (chosen === "light" || chosen === "dark") {
    document.documentElement.dataset.theme = chosen;
  }
})();
