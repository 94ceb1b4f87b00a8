// Before anything is drawn: the theme that was chosen in this browser.
try {
  const chosen = localStorage.getItem("kata-theme");
  if (chosen) document.documentElement.dataset.theme = chosen;
} catch {
  // A browser that keeps nothing follows the system.
}
