"""The app in a window. Nothing below this folder knows that there is one.

    app.py          opens the window             session.py   what the app knows: no widgets
    shell.py        the window around a page     jobs.py      work off the window's thread
    leaving.py      Leave quickly, locking       theme/       colours, type, icons
    bringing.py     what comes in, and became    just_kept.py what was kept last, to say so
    choosing.py     dialogs that leave no trace  days.py      days as people write them
    window/         the bars, steps and menus    widgets/     the kit that pages are built of
    pages/          one module a page            pages/steps.py   the one list of pages

How to write a page (`pages/telling/story.py` is an example):

    class Money(Page):
        key = "money"                                      # as in steps.py

        def build(self) -> None:                           # called once, for now's language
            self.card("step-5-money")                      # a card of the guidance: title, text
            self.add(PickField("kind", _("How?"), pairs))  # a field; its draft is kept by itself
            self.add(LineField("amount", _("How much?")))
            self.primary(_("Keep this"), self._keep)       # the one main button
            self.quiet(_("Skip this for now"), self.go_on)

        def _keep(self) -> None:
            values = {"amount": self.value("amount")}      # read here, not in the work

            def work(vault: Vault, actor: str, watch: Watch) -> str:   # on another thread
                return vault.add_item("payment", values, actor)

            self.keep(work, then="pictures")               # asks for a password first, if need be

Then one line in `pages/steps.py`. What holds for every page:

- **It is built anew** when the language, the country, the text size or the case changes. So it
  keeps nothing in itself: what is typed lies in the draft of its field, by the field's name, and
  other choices in `session.draft(key, name, value)` and `session.drafts.get(key, name)`. A field
  that lies inside another widget is tied by `self.draft(field)`; one added with `self.add` is.
- **What is kept goes through `self.keep(work, then)`**: written one after the other, by the same
  functions the command line calls. When it is durable the draft is forgotten and the page `then`
  comes; without `then`, `kept(result)` is called on this page. Errors are shown as sentences.
- **What only reads goes through `self.run(work, then, saying)`**: `work(watch)` on another thread,
  `then(result)` here. With `saying` there is a bar, with Stop; work looks at `watch.step`.
- **Nothing slow in `build`**, and nothing of `bundle`, `report` or `intake` imported at the top of
  a page's module: the window must open at once.
- **Facts come from the guidance** (`self.card`, `session.text`, `session.contacts`,
  `session.guidance.platform(...)`), other sentences are wrapped in `_()`.
- **Lines are short.** The column holds 65 characters; a page with a table or a list of many things
  sets `wide = True` and its text stays at 65.
- **One main button**, every other one quiet. Nothing must be filled in. Each control of the kit has
  a name for screen readers, wraps, and is reached with Tab; give the same to any new one.
- **Days are shown by `self.day(moment)`** and chosen with a `DateField`; the case keeps 2026-11-23.
- `self.go(key)`, `self.go_on()`, `self.note(words)`, `self.trouble(sentence)`, `self.heading(...)`,
  `self.session.vault.record` (None before there is a case), `self.session.actor`,
  `self.session.copy(text)`: the rest of what a page needs.
"""
