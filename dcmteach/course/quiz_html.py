"""A quiz as an HTML form that works from a file, in JupyterLab, by keyboard, and without a script.

Every text stands once in the page, inside ``<details>``; the script hides these and copies from
them into the live region. There are no element ids, so showing a quiz twice cannot collide: radio
buttons are grouped by their own form, and the script looks only inside the form it serves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dcmteach.course.outcome_text import to_html

if TYPE_CHECKING:
    from dcmteach.course.quiz import Question, Quiz

__all__ = ["render"]

# JupyterLab would otherwise take arrows and letters for its own shortcuts; it looks for this on the
# element that has the focus, not on those around it.
_OWN_KEYS = 'data-lm-suppress-shortcuts="true"'
_HOW = {"one": "Choose one.", "many": "Choose all that apply."}

# A question is answered when exactly the correct options are chosen, as in `Feedback.correct`.
_SCRIPT = """
(function () {
  function check(form) {
    var status = form.querySelector("[role=status]");
    var inputs = Array.from(form.querySelectorAll("input"));
    var notes = form.querySelectorAll("details li");
    var chosen = inputs.filter(function (one) { return one.checked; });
    var right = true, missed = false;
    var list = document.createElement("ul");
    list.style.listStyle = "none";
    list.style.paddingLeft = "0";
    inputs.forEach(function (one, at) {
      var correct = notes[at].dataset.correct === "yes";
      if (correct !== one.checked) { right = false; }
      if (correct && !one.checked) { missed = true; }
      if (one.checked) { list.appendChild(notes[at].cloneNode(true)); }
    });
    function say(text) {
      var item = document.createElement("li");
      item.textContent = text;
      list.appendChild(item);
    }
    if (form.dataset.kind === "one" && !chosen.length) { say("Choose an option first."); }
    else if (form.dataset.kind === "many" && missed) { say("There is more to choose."); }
    else if (!chosen.length) { say("✓ Right: none of them."); }
    var extra = form.querySelector("details p");
    if (right && extra) { list.appendChild(extra.cloneNode(true)); }
    form.dataset.outcome = right ? "correct" : chosen.length ? "not yet" : "not attempted";
    status.replaceChildren(list);
  }
  document.querySelectorAll(".dcmteach-quiz form:not([data-ready])").forEach(function (form) {
    form.dataset.ready = "yes";
    form.querySelector("details").hidden = true;
    form.querySelector("button").hidden = false;
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      check(form);
    });
    form.addEventListener("keydown", function (event) {
      if (event.key === "Enter" && event.target.tagName === "INPUT") {
        event.preventDefault();
        check(form);
      }
    });
  });
})();
"""


def render(quiz: Quiz) -> str:
    """Draw a quiz.

    Parameters
    ----------
    quiz : Quiz
        The quiz; its texts are escaped.

    Returns
    -------
    str
        HTML with one small inline script and nothing from elsewhere.
    """
    forms = "".join(
        _form(quiz.slug, number, question) for number, question in enumerate(quiz.questions, 1)
    )
    return (
        '<div class="dcmteach-quiz" style="max-width:50em;line-height:1.5">'
        f"<p><strong>{to_html(quiz.title)}</strong></p>{forms}<script>{_SCRIPT}</script></div>"
    )


def _form(slug: str, number: int, question: Question) -> str:
    kind = "radio" if question.kind == "one" else "checkbox"
    options = "".join(
        '<label style="display:block;padding:0.3em 0;cursor:pointer">'
        f'<input type="{kind}" name="{slug}-{question.id}" value="{option.letter}" {_OWN_KEYS} '
        'style="margin-right:0.6em">'
        f"{option.letter}) {to_html(option.text)}</label>"
        for option in question.options
    )
    notes = "".join(
        f'<li data-option="{option.letter}" data-correct="{"yes" if option.correct else "no"}">'
        f"<strong>{'✓ Right' if option.correct else '✗ Not so'}</strong> "
        f"({option.letter}): {to_html(option.feedback)}</li>"
        for option in question.options
    )
    extra = f"<p>{to_html(question.explanation)}</p>" if question.explanation else ""
    button = (
        "font:inherit;color:inherit;background:transparent;border:1px solid currentColor;"
        "border-radius:0.3em;padding:0.3em 1.2em;margin:0.4em 0;cursor:pointer"
    )
    return (
        f'<form data-question="{question.id}" data-kind="{question.kind}" autocomplete="off">'
        '<fieldset style="border:1px solid #808080;border-radius:0.3em;'
        'margin:0 0 1em;padding:0.4em 1em;min-width:0">'
        '<legend style="font-size:inherit;width:auto;float:none;padding:0 0.3em;margin:0">'
        f"{number}. {to_html(question.text)} <em>{_HOW[question.kind]}</em></legend>"
        f'{options}<button type="submit" hidden {_OWN_KEYS} style="{button}">Check</button>'
        '<div role="status" aria-live="polite"></div>'
        f"<details><summary {_OWN_KEYS}>Answers and why</summary>"
        f'<ul style="list-style:none;padding-left:0">{notes}</ul>{extra}</details>'
        "</fieldset></form>"
    )
