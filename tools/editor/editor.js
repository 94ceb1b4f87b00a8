// What the page of a kata takes from CodeMirror. Bundled into tools/kata/web/static/codemirror.js.

import { closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import { bracketMatching, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { Compartment, EditorState, Transaction } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { vim } from "@replit/codemirror-vim";

// Colours stand in app.css, which knows dark and light.
const highlighting = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.controlKeyword, tags.definitionKeyword, tags.moduleKeyword], class: "tok-keyword" },
  { tag: [tags.string, tags.special(tags.string)], class: "tok-string" },
  { tag: [tags.number, tags.bool, tags.null], class: "tok-number" },
  { tag: tags.comment, class: "tok-comment" },
  { tag: [tags.function(tags.definition(tags.variableName)), tags.definition(tags.className)], class: "tok-name" },
]);

/**
 * An editor of Python.
 *
 * @param {object} options
 * @param {HTMLElement} options.parent where it is put
 * @param {string} options.text what it begins with
 * @param {string} options.label for screen readers
 * @param {string} options.nonce of the page's content security policy, for the styles that CodeMirror writes
 * @param {boolean} options.vim whether keys are those of vim
 * @param {(text: string) => void} options.onChange told of what a person changes
 * @param {() => void} options.onCheck told of Ctrl-Enter
 */
export function makeEditor({ parent, text, label, nonce, vim: withVim, onChange, onCheck }) {
  const keys = new Compartment();
  const writable = new Compartment();
  const outside = Transaction.addToHistory.of(true);
  let quiet = false; // while the text is replaced by what stands on disk
  // Lines end as they do in the file.
  const separator = text.includes("\r\n") ? [EditorState.lineSeparator.of("\r\n")] : [];
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        keys.of(withVim ? vim() : []),
        writable.of([]),
        ...separator,
        EditorView.cspNonce.of(nonce),
        EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0", spellcheck: "false", autocapitalize: "off" }),
        keymap.of([{ key: "Mod-Enter", run: () => (onCheck(), true) }]),
        lineNumbers(),
        history(),
        drawSelection(),
        highlightActiveLine(),
        highlightSelectionMatches(),
        indentUnit.of("    "),
        indentOnInput(),
        bracketMatching(),
        closeBrackets(),
        python(),
        syntaxHighlighting(highlighting),
        keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...searchKeymap, ...historyKeymap, indentWithTab]),
        EditorView.updateListener.of((update) => {
          if (update.docChanged && !quiet) onChange(read(update.state));
        }),
      ],
    }),
  });

  function read(state) {
    return state.sliceDoc();
  }

  return {
    read: () => read(view.state),
    /** Replace what differs, so that the cursor stays where it is; undo brings it back. */
    replace(now) {
      const before = read(view.state);
      let start = 0;
      while (start < before.length && start < now.length && before[start] === now[start]) start += 1;
      let end = 0;
      const most = Math.min(before.length, now.length) - start;
      while (end < most && before[before.length - 1 - end] === now[now.length - 1 - end]) end += 1;
      quiet = true;
      if (separator.length) view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: view.state.toText(now) }, annotations: outside });
      else view.dispatch({ changes: { from: start, to: before.length - end, insert: now.slice(start, now.length - end) }, annotations: outside });
      quiet = false;
    },
    useVim: (wanted) => view.dispatch({ effects: keys.reconfigure(wanted ? vim() : []) }),
    goTo(line) {
      const place = view.state.doc.line(Math.min(Math.max(line, 1), view.state.doc.lines));
      view.dispatch({ selection: { anchor: place.from }, effects: EditorView.scrollIntoView(place.from, { y: "center" }) });
      view.focus();
    },
    focus: () => view.focus(),
    hasFocus: () => view.hasFocus,
  };
}
