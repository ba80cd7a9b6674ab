"use strict";
// Narrows the list of statements, and on one page with them the statements themselves. The choice stands in the
// address behind "#", as in #verdict=altered,partial&text=port; any other "#" is a place on the page.
(() => {
  const box = document.getElementById("filters"), list = document.getElementById("entries");
  if (!box) return;
  const text = document.getElementById("text"), shown = document.getElementById("shown"), clear = document.getElementById("clear");
  const boxes = [...box.querySelectorAll("input[type=checkbox]")];
  // Vowel signs, hamza seats and case do not matter.
  const plain = (words) => words.normalize("NFKD").replace(/[\p{M}\u0640]/gu, "").replace(/ى/g, "ي").replace(/ة/g, "ه").toLowerCase();
  const place = (link) => document.getElementById(link.getAttribute("href").split("#")[1]);
  const entries = [...list.children].map((item) => ({
    item, article: place(item.querySelector(".place")), head: null,
    lines: [...item.querySelectorAll("[data-verdict]")].map((line) => ({
      line, card: place(line.querySelector(".number")), verdict: line.dataset.verdict, kinds: line.dataset.kind.split(" "), words: null })),
  }));
  const total = entries.reduce((sum, entry) => sum + entry.lines.length, 0);

  const chosen = (name) => boxes.filter((b) => b.name === name && b.checked).map((b) => b.value);
  const hide = (hidden, ...elements) => elements.forEach((e) => { if (e) e.hidden = hidden; });
  function head(entry) {
    return entry.head ??= plain([...entry.item.querySelectorAll(":scope > p")].map((p) => p.textContent).join(" "));
  }
  function apply() {
    const verdicts = chosen("verdict"), kinds = chosen("kind"), words = plain(text.value).split(/\s+/).filter(Boolean);
    const picky = verdicts.length + kinds.length > 0;
    const has = (where) => words.every((word) => where.includes(word));
    let lines = 0, articles = 0;
    for (const entry of entries) {
      let kept = 0;
      for (const l of entry.lines) {
        const fits = (!verdicts.length || verdicts.includes(l.verdict)) && (!kinds.length || kinds.some((k) => l.kinds.includes(k)))
          && (!words.length || has(head(entry) + " " + (l.words ??= plain(l.line.textContent))));
        hide(!fits, l.line, l.card);
        kept += fits;
      }
      const fits = kept > 0 || (!picky && has(words.length ? head(entry) : ""));
      hide(!fits, entry.item, entry.article);
      lines += kept; articles += fits;
    }
    const narrowed = picky || words.length > 0;
    clear.hidden = !narrowed;
    shown.textContent = narrowed ? `${lines} of ${total} statements in ${articles} of ${entries.length} articles` : "";
  }

  function remember() {
    const parts = [["verdict", chosen("verdict").join()], ["kind", chosen("kind").join()], ["text", text.value.trim()]];
    const hash = parts.filter(([, value]) => value).map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&");
    history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
  }
  function recall() {
    const hash = location.hash.slice(1);
    if (hash && !hash.includes("=")) return arrive(document.getElementById(hash));
    const given = new URLSearchParams(hash);
    for (const b of boxes) b.checked = (given.get(b.name) ?? "").split(",").includes(b.value);
    text.value = given.get("text") ?? "";
    apply();
  }
  // A link leads to what it names, filtered out or not; and on a long page again, once what is around it is laid out.
  function arrive(target) {
    if (!target) return;
    const away = target.closest("[hidden]");
    for (let e = target; e; e = e.parentElement) if (e.hidden) e.hidden = false;
    if (away) target.scrollIntoView();
    if (document.documentElement.classList.contains("long")) requestAnimationFrame(() => requestAnimationFrame(() => target.scrollIntoView()));
  }

  box.hidden = false;
  box.addEventListener("input", () => { apply(); remember(); });
  clear.addEventListener("click", () => { boxes.forEach((b) => { b.checked = false; }); text.value = ""; apply(); remember(); text.focus(); });
  addEventListener("hashchange", recall);
  recall();
})();
