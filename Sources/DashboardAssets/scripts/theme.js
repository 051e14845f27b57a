"use strict";

// What the reader has chosen: in the address, so that a link shows the same, else remembered from an earlier visit.
const preferences = {
  read(name) {
    const given = new URLSearchParams(location.search).get(name);
    try {
      // What a link says holds for the visit.
      if (given !== null) sessionStorage.setItem(name, given);
      return given ?? sessionStorage.getItem(name) ?? localStorage.getItem(name);
    } catch {
      return given;
    }
  },

  write(name, value) {
    try {
      localStorage.setItem(name, value);
      sessionStorage.removeItem(name);
    } catch {
      // A browser that stores nothing forgets it.
    }
    const address = new URL(location.href);
    address.searchParams.set(name, value);
    history.replaceState(null, "", address);
  },
};

// Before the page is drawn, so that it does not flash in the other theme.
{
  const theme = preferences.read("theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
}
