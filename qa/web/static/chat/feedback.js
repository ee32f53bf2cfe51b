// Feedback: a form under an answer that takes what is wrong with it, which becomes a case of the evaluation.
const { make, makeButton } = footnote;

let form = null; // the form that is open
let at = 0; // the index of the exchange that the form belongs to
let asked = ""; // the question of that exchange
let calls = 0; // how often the server was called; replies to earlier calls are ignored
let focused = null; // the element of the form that had the focus last

const exchanges = () => [...document.querySelectorAll("#conversation .exchange")];
const question = () => exchanges()[at]?.querySelector(".question").textContent;
const opener = () => exchanges()[at]?.querySelector("[data-wrong]");
const call = (name, more) => trigger(name, { call: ++calls, back: exchanges().length - at, ...more });

const choice = (value, words, checked) =>
  make("label", { className: "choice" }, make("input", { type: "radio", name: "wrong", value, checked }), ` ${words}`);

const close = () => {
  form?.remove();
  opener()?.setAttribute("aria-expanded", "false");
  opener()?.focus();
  form = null;
};

// What is right, as far as the reader knows it.
const knownFields = () => {
  const right = make("textarea", { name: "right", rows: 2, maxLength: 10_000, dir: "auto" });
  const documents = make("select", { name: "document" }, new Option("I do not know", ""));
  return make(
    "div",
    { className: "known" },
    make("label", {}, make("span", { textContent: "What is right, in a few words (optional)" }), right),
    make("label", {}, make("span", { textContent: "The document that says it (optional)" }), documents),
    make("small", { textContent: "With neither, the question is only asked again: any answer will count as right." }),
  );
};

const build = (refused) => {
  const kinds = refused
    ? [choice("refusal", "It should have answered", true)]
    : [
        choice("answer", "The answer is wrong", true),
        choice("source", "It rests on the wrong source"),
        choice("refusal", "It should have said that the documents do not say"),
      ];
  const known = knownFields();
  const message = make("p", { className: "message" });
  message.setAttribute("role", "status");
  const save = make("button", { type: "submit", textContent: "Save" });
  const made = make(
    "form",
    { className: "feedback" },
    make("fieldset", {}, make("legend", { textContent: "What is wrong?" }), ...kinds),
    known,
    make("p", { className: "actions" }, save, " ", makeButton("Cancel", { onclick: close })),
    message,
  );
  made.addEventListener("change", () => { known.hidden = !refused && made.elements.wrong.value === "refusal"; });
  made.addEventListener("focusin", (event) => { focused = event.target; });
  made.addEventListener("keydown", (event) => { if (event.key === "Escape") { event.stopPropagation(); close(); } });
  made.addEventListener("submit", (event) => {
    event.preventDefault();
    save.disabled = true;
    message.textContent = "";
    call("save", { fields: Object.fromEntries(new FormData(made)) });
  });
  return made;
};

footnote.onClick(document, "[data-wrong]", (button) => {
  const isOpener = form && opener() === button;
  if (form) close();
  if (isOpener) return;
  at = exchanges().indexOf(button.closest(".exchange"));
  asked = question();
  form = build(Boolean(exchanges()[at].querySelector(".refusal")));
  exchanges()[at].append(form);
  button.setAttribute("aria-expanded", "true");
  form.querySelector("input").focus();
  form.scrollIntoView({ block: "nearest" });
  call("documents");
});

const confirm = ({ saved, command }) => {
  form.replaceChildren(
    make("p", { tabIndex: -1 }, "Kept as a case in ", make("code", { textContent: saved }), ", on this machine alone."),
    make("p", {}, "To measure all cases there, open Evaluate above, or run:"),
    make("pre", { textContent: command }),
    make("p", { className: "actions" }, makeButton("Close", { onclick: close })),
  );
  form.firstChild.focus();
};

watch("value", () => {
  const reply = props.value;
  if (!form || reply.call !== calls) return;
  if (reply.documents) form.elements.document.append(...reply.documents.map((name) => new Option(name, name)));
  if (reply.saved) confirm(reply);
  if (reply.error) {
    form.querySelector(".message").textContent = reply.error;
    form.querySelector("[type=submit]").disabled = false;
  }
});

// The conversation is rendered anew with each part of an answer, which removes the form: put it back.
document.addEventListener("footnote:conversation", () => {
  if (!form || form.isConnected) return;
  const isFocusLost = document.activeElement === document.body;
  if (question() !== asked) { form = null; return; }
  exchanges()[at].append(form);
  opener().setAttribute("aria-expanded", "true");
  if (isFocusLost) focused?.focus({ preventScroll: true });
});
