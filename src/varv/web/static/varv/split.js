// Splitting input: the words that are selected in a text stand in the form at once. Without this
// script they are pasted, or sentences are ticked.
(() => {
  "use strict";
  const form = document.querySelector("[data-split]");
  if (!form) return;
  const partOf = (node) => (node.nodeType === Node.TEXT_NODE ? node.parentElement : node)?.closest("[data-part]");

  document.addEventListener("selectionchange", () => {
    const selection = document.getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return;
    const range = selection.getRangeAt(0);
    const part = partOf(range.startContainer);
    if (!part || !part.contains(range.endContainer)) return;
    const before = document.createRange();
    before.selectNodeContents(part);
    before.setEnd(range.startContainer, range.startOffset);
    form.elements.quote.value = range.toString().trim();
    form.elements.key.value = part.dataset.part;
    form.elements.near.value = before.toString().length;
  });
})();
