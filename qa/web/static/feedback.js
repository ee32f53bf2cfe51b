// What is wrong with an answer: a form under it, which becomes a case in a file.
const make = (tag, properties, ...children) => {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
};

let form = null; // the one that is open
let at = 0; // which exchange it stands under
let asked = ""; // and what was asked there
let calls = 0; // how often the server was asked; replies to earlier calls are left aside
let focused = null; // what had the focus in the form

const articles = () => [...document.querySelectorAll("#conversation .exchange")];
const question = () => articles()[at]?.querySelector(".question").textContent;
const opener = () => articles()[at]?.querySelector("[data-wrong]");
const call = (name, more) => trigger(name, { call: ++calls, back: articles().length - at, ...more });

const choice = (value, words, checked) =>
  make("label", { className: "choice" }, make("input", { type: "radio", name: "wrong", value, checked }), ` ${words}`);

const close = () => {
  form?.remove();
  opener()?.setAttribute("aria-expanded", "false");
  opener()?.focus();
  form = null;
};

const build = (refused) => {
  const kinds = refused
    ? [choice("refusal", "It should have answered", true)]
    : [
        choice("answer", "The answer is wrong", true),
        choice("source", "It rests on the wrong source"),
        choice("refusal", "It should have said that the documents do not say"),
      ];
  const right = make("textarea", { name: "right", rows: 2, maxLength: 10_000, dir: "auto" });
  const documents = make("select", { name: "document" }, new Option("I do not know", ""));
  const known = make(
    "div",
    { className: "known" },
    make("label", {}, make("span", { textContent: "What is right, in a few words (optional)" }), right),
    make("label", {}, make("span", { textContent: "The document that says it (optional)" }), documents),
    make("small", { textContent: "With neither, the question is only asked again: any answer will count as right." }),
  );
  const says = make("p", { className: "says" });
  says.setAttribute("role", "status");
  const save = make("button", { type: "submit", textContent: "Save" });
  const cancel = make("button", { type: "button", textContent: "Cancel" });
  const made = make(
    "form",
    { className: "marking" },
    make("fieldset", {}, make("legend", { textContent: "What is wrong?" }), ...kinds),
    known,
    make("p", { className: "actions" }, save, " ", cancel),
    says,
  );
  cancel.addEventListener("click", close);
  made.addEventListener("change", () => { known.hidden = !refused && made.elements.wrong.value === "refusal"; });
  made.addEventListener("focusin", (event) => { focused = event.target; });
  made.addEventListener("keydown", (event) => { if (event.key === "Escape") { event.stopPropagation(); close(); } });
  made.addEventListener("submit", (event) => {
    event.preventDefault();
    save.disabled = true;
    says.textContent = "";
    call("mark", { said: Object.fromEntries(new FormData(made)) });
  });
  return made;
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-wrong]");
  if (!button) return;
  const again = form && opener() === button;
  if (form) close();
  if (again) return;
  at = articles().indexOf(button.closest(".exchange"));
  asked = question();
  form = build(Boolean(articles()[at].querySelector(".refusal")));
  articles()[at].append(form);
  button.setAttribute("aria-expanded", "true");
  form.querySelector("input").focus();
  form.scrollIntoView({ block: "nearest" });
  call("choose");
});

const saved = ({ saved, command }) => {
  form.replaceChildren(
    make("p", { tabIndex: -1 }, "Kept as a case in ", make("code", { textContent: saved }), ", on this machine alone."),
    make("p", {}, "To measure all cases there, open Evaluate above, or run:"),
    make("pre", { textContent: command }),
    make("p", { className: "actions" }, make("button", { type: "button", textContent: "Close", onclick: close })),
  );
  form.firstChild.focus();
};

watch("value", () => {
  const reply = props.value;
  if (!form || reply.call !== calls) return;
  if (reply.documents) form.elements.document.append(...reply.documents.map((name) => new Option(name, name)));
  if (reply.saved) saved(reply);
  if (reply.error) {
    form.querySelector(".says").textContent = reply.error;
    form.querySelector("[type=submit]").disabled = false;
  }
});

// The conversation is set anew with each part of an answer, which takes out what is not its own.
document.addEventListener("footnote:conversation", () => {
  if (!form || form.isConnected) return;
  const lost = document.activeElement === document.body;
  if (question() !== asked) { form = null; return; }
  articles()[at].append(form);
  opener().setAttribute("aria-expanded", "true");
  if (lost) focused?.focus({ preventScroll: true });
});
