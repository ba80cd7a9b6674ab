// What is selected in the article, in code points of its text.
//
// Every run of text stands in an element with data-o, the code point where it starts. JavaScript counts UTF-16 units,
// of which an emoji has two; a control character is shown as a chip ("[U+202E]") that stands for one code point; text
// without data-o (labels, the statement itself) counts for nothing.

const carriers = (reader) => [...reader.querySelectorAll("[data-o]")];
const origin = (carrier) => Number(carrier.dataset.o);
const isChip = (carrier) => "chip" in carrier.dataset;

/** Code points in the first `units` UTF-16 units; half a surrogate pair counts as the whole. */
export function codePoints(text, units = text.length) {
  let count = 0;
  for (let at = 0; at < units; count += 1) at += text.codePointAt(at) > 0xffff ? 2 : 1;
  return count;
}

/** UTF-16 units of the first `count` code points. */
export function codeUnits(text, count) {
  let at = 0;
  for (let done = 0; done < count && at < text.length; done += 1) at += text.codePointAt(at) > 0xffff ? 2 : 1;
  return at;
}

const length = (carrier) => (isChip(carrier) ? 1 : codePoints(carrier.textContent));

function boundary(carrier, node, offset, isEnd) {
  if (!carrier.contains(node)) return origin(carrier) + (isEnd ? length(carrier) : 0);
  if (isChip(carrier)) return origin(carrier) + (isEnd ? 1 : 0);
  if (node === carrier) return origin(carrier) + (offset ? length(carrier) : 0);
  return origin(carrier) + codePoints(node.data, offset);
}

/** {start, end} of the selection, equal for a mere cursor; null where nothing of the article is selected. */
export function selectedSpan(reader) {
  const selection = getSelection();
  if (!selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  const inside = range.intersectsNode(reader) ? carriers(reader).filter((each) => range.intersectsNode(each)) : [];
  if (!inside.length) return null;
  if (range.collapsed) {
    const at = boundary(inside[0], range.startContainer, range.startOffset, false);
    return { start: at, end: at };
  }
  const start = boundary(inside[0], range.startContainer, range.startOffset, false);
  const end = boundary(inside.at(-1), range.endContainer, range.endOffset, true);
  return start < end ? { start, end } : null;
}

/** Select code points of the article, and scroll their end into view. */
export function selectSpan(reader, start, end) {
  const all = carriers(reader);
  const first = all.find((each) => start < origin(each) + length(each));
  const last = all.findLast((each) => end > origin(each));
  if (!first || !last) return;
  const range = document.createRange();
  if (isChip(first)) range.setStartBefore(first);
  else range.setStart(first.firstChild, codeUnits(first.textContent, Math.max(0, start - origin(first))));
  if (isChip(last)) range.setEndAfter(last);
  else range.setEnd(last.firstChild, codeUnits(last.textContent, end - origin(last)));
  getSelection().removeAllRanges();
  getSelection().addRange(range);
  reveal(reader, range);
}

function reveal(reader, range) {
  const box = reader.getBoundingClientRect();
  const at = [...range.getClientRects()].at(-1);
  if (!at) return;
  if (at.bottom > box.bottom) reader.scrollTop += at.bottom - box.bottom + at.height;
  else if (at.top < box.top) reader.scrollTop -= box.top - at.top + at.height;
}

/** Every word of the article: {start, end, line}, a line being a block. */
function words(reader) {
  const segmenter = new Intl.Segmenter("ar", { granularity: "word" });
  const found = [];
  [...reader.querySelectorAll(".pane:not(.own)")].forEach((pane, line) => {
    const runs = carriers(pane);
    if (!runs.length) return;
    // A word joiner for a control: it takes one unit and ends no word.
    const text = runs.map((run) => (isChip(run) ? "\u2060" : run.textContent)).join("");
    let units = 0;
    let points = origin(runs[0]);
    for (const { segment, index, isWordLike } of segmenter.segment(text)) {
      points += codePoints(text.slice(units, index));
      units = index;
      if (isWordLike) found.push({ start: points, end: points + codePoints(segment), line });
    }
  });
  return found;
}

/** A selection that moves by words under the arrow keys. from: where it begins, {start} or undefined. */
export class WordCursor {
  constructor(reader, from) {
    this.reader = reader;
    this.words = words(reader);
    const at = from ? this.words.findIndex((word) => word.end > from.start) : 0;
    this.anchor = this.head = Math.max(0, at);
    this.fresh = true;
  }

  /** Handle a key; false if it is none of ours. Left is onwards: the article reads from right to left. */
  press(key, extend) {
    const move = { ArrowLeft: () => this.head + 1, ArrowRight: () => this.head - 1, ArrowDown: () => this.line(1), ArrowUp: () => this.line(-1), Home: () => 0, End: () => this.words.length - 1 }[key];
    if (!move || !this.words.length) return false;
    if (!this.fresh) this.head = Math.min(this.words.length - 1, Math.max(0, move()));
    this.fresh = false;
    if (!extend) this.anchor = this.head;
    this.show();
    return true;
  }

  line(step) {
    const now = this.words[this.head].line;
    if (step > 0) {
      const next = this.words.findIndex((word) => word.line > now);
      return next < 0 ? this.words.length - 1 : next;
    }
    const before = this.words.findLast((word) => word.line < now);
    return before ? this.words.findIndex((word) => word.line === before.line) : 0;
  }

  show() {
    const [a, b] = [this.words[this.anchor], this.words[this.head]];
    selectSpan(this.reader, Math.min(a.start, b.start), Math.max(a.end, b.end));
  }
}
