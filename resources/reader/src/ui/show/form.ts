/** The one form: the file, the words or the key, and the seal code when it is at hand. */

import type { Looked, Secret } from '../../contract';
import { button, fill, h } from '../dom';
import type { Phrases } from '../texts/phrases';
import type { OwnKey } from '../texts/own.en';
import { readSealCode } from './seal_code';
import { shown } from './text';

const KEY = /AGE-SECRET-KEY-(?:PQ-)?1[0-9A-Z]+/i;
const LARGEST_KEY_FILE = 64 * 1024;

/** A sentence of the page itself, kept as a key so that it can change its language. */
type Told = (say: Phrases) => string;

export interface Actions {
  chosen(file: File): void;
  submitted(): void;
  codeTyped(): void;
}

/** The form's elements live as long as the page, so that a change of language loses nothing. */
export class OpenForm {
  readonly element: HTMLFormElement;
  /** The field for the seal code; it moves below the answer once there is one. */
  readonly codeField: HTMLElement;
  readonly codeHome: HTMLElement;
  private readonly file = h('input', { type: 'file', id: 'file', 'aria-describedby': 'file-said file-hint' });
  private readonly secret = h('textarea', {
    id: 'passphrase',
    rows: 2,
    autocomplete: 'off',
    autocapitalize: 'none',
    autocorrect: 'off',
    spellcheck: 'false',
    translate: 'no',
    'aria-describedby': 'secret-said secret-hint',
  });
  private readonly code = h('input', {
    type: 'text',
    id: 'seal-code',
    autocomplete: 'off',
    autocapitalize: 'none',
    spellcheck: 'false',
    translate: 'no',
    'aria-describedby': 'code-said code-hint',
  });
  private readonly fileSaid = h('p', { class: 'said', id: 'file-said', 'aria-live': 'polite' });
  private readonly secretSaid = h('p', { class: 'said', id: 'secret-said', 'aria-live': 'polite' });
  private readonly codeSaid = h('p', { class: 'said', id: 'code-said', 'aria-live': 'polite' });
  /** What the code compares to, beside the field: the answer itself may be out of sight. */
  private readonly codeAnswer = h('p', { class: 'said', id: 'code-answer', 'aria-hidden': 'true' });
  private readonly relabels: ((say: Phrases) => void)[] = [];
  private told = new Map<HTMLElement, { text: Told; wrong: boolean }>();
  private picked: File | undefined;

  constructor(
    private say: Phrases,
    private readonly actions: Actions,
  ) {
    this.codeField = h(
      'div',
      { class: 'field' },
      h(
        'label',
        { for: 'seal-code' },
        this.text('span', 'code.label'),
        ' ',
        this.text('span', 'code.later', 'small later'),
      ),
      this.code,
      this.codeSaid,
      this.codeAnswer,
      this.text('p', 'code.hint', 'small', 'code-hint'),
    );
    this.codeHome = h('div', {}, this.codeField);
    const submit = h('button', { type: 'submit', class: 'main' });
    this.relabels.push((now) => {
      submit.textContent = now.own('open.button');
    });
    const keyFile = button('', () => {
      this.askForKeyFile();
    }, { class: 'quiet' });
    this.relabels.push((now) => {
      keyFile.textContent = now.own('secret.file');
    });
    this.element = h(
      'form',
      { class: 'card open', novalidate: true, autocomplete: 'off' },
      h(
        'div',
        { class: 'field' },
        h('label', { for: 'file' }, this.text('span', 'file.label')),
        h(
          'div',
          { class: 'drop' },
          this.file,
          this.text('span', 'file.choose', 'looks-like-a-button'),
          this.fileSaid,
        ),
        this.text('p', 'file.hint', 'small', 'file-hint'),
      ),
      h(
        'div',
        { class: 'field' },
        h('label', { for: 'passphrase' }, this.text('span', 'secret.label')),
        this.secret,
        this.secretSaid,
        this.text('p', 'secret.hint', 'small', 'secret-hint'),
        keyFile,
      ),
      this.codeHome,
      submit,
    );
    this.listen();
    this.speak(say);
  }

  /** Change the language of everything that is written here. */
  speak(say: Phrases): void {
    this.say = say;
    for (const relabel of this.relabels) relabel(say);
    for (const [place, { text, wrong }] of this.told) this.write(place, text, wrong);
  }

  get chosenFile(): File | undefined {
    return this.picked;
  }

  get typedCode(): string {
    return this.code.value;
  }

  /** Return what was given to open the file with. */
  given(): Secret {
    const typed = this.secret.value;
    const key = KEY.exec(typed);
    if (key) return { kind: 'key', typed: key[0] };
    return typed.trim() === '' ? { kind: 'none' } : { kind: 'words', typed };
  }

  /** Say what was found out about the file that was chosen. */
  looked(file: File, looked: Looked, size: string): void {
    this.tell(this.fileSaid, (say) => {
      if (looked.problem) return say.sentence(looked.problem);
      const needs: OwnKey = `file.${looked.needs}`;
      return `${say.own('file.chosen', { name: file.name, size })} ${say.own(needs)}`;
    }, !looked.readable);
  }

  fileProblem(text: Told): void {
    this.tell(this.fileSaid, text, true);
    this.file.setAttribute('aria-invalid', 'true');
    this.file.focus();
  }

  fileNote(text: Told): void {
    this.tell(this.fileSaid, text, false);
    this.file.focus();
  }

  secretProblem(text: Told): void {
    this.tell(this.secretSaid, text, true);
    this.secret.setAttribute('aria-invalid', 'true');
    this.secret.focus();
  }

  clearProblems(): void {
    this.secret.removeAttribute('aria-invalid');
    this.file.removeAttribute('aria-invalid');
    this.untell(this.secretSaid);
  }

  /** Forget the words and the file. */
  reset(): void {
    this.forgetSecret();
    this.picked = undefined;
    this.file.value = '';
    this.code.value = '';
    for (const said of [this.fileSaid, this.codeSaid, this.codeAnswer]) this.untell(said);
    this.clearProblems();
    this.codeHome.append(this.codeField);
  }

  /** Say beside the field how the code compares. The answer above says it to screen readers. */
  codeCompared(text: Told | undefined, wrong: boolean): void {
    if (text) this.tell(this.codeAnswer, text, wrong);
    else this.untell(this.codeAnswer);
  }

  /** Say that what was typed is another figure of the sheet. */
  codeNote(text: Told): void {
    this.tell(this.codeSaid, text, false);
  }

  forgetSecret(): void {
    this.secret.value = '';
    this.untell(this.secretSaid);
  }

  focus(): void {
    this.file.focus();
  }

  /** Take a file that was dropped: a key file for the words, anything else as the sealed file. */
  dropped(files: FileList): void {
    const [first] = files;
    if (!first) return;
    void keyIn(first).then((key) => {
      if (key) {
        this.takeKey(key, first.name);
        return;
      }
      if (files.length === 1) this.file.files = files;
      this.choose(first);
      if (files.length > 1) {
        this.tell(this.fileSaid, (say) => say.own('file.several', { name: first.name }), false);
      }
    });
  }

  private listen(): void {
    this.file.addEventListener('change', () => {
      const [file] = this.file.files ?? [];
      if (file) this.choose(file);
    });
    this.secret.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && !event.isComposing) {
        event.preventDefault();
        this.element.requestSubmit();
      }
    });
    this.code.addEventListener('keydown', (event) => {
      // Below the answer, this field is in no form.
      if (event.key === 'Enter' && !this.code.form) this.judgeCode();
    });
    this.code.addEventListener('input', () => {
      if (readSealCode(this.code.value).kind !== 'unfinished') this.judgeCode();
      this.actions.codeTyped();
    });
    this.code.addEventListener('change', () => {
      this.judgeCode();
      this.actions.codeTyped();
    });
    this.element.addEventListener('submit', (event) => {
      event.preventDefault();
      this.actions.submitted();
    });
  }

  private judgeCode(): void {
    const wrong = readSealCode(this.code.value).kind === 'unfinished';
    if (wrong) {
      this.code.setAttribute('aria-invalid', 'true');
      this.tell(this.codeSaid, (say) => say.own('code.wrong'), true);
    } else {
      this.code.removeAttribute('aria-invalid');
      this.untell(this.codeSaid);
    }
  }

  private choose(file: File): void {
    this.picked = file;
    this.clearProblems();
    this.actions.chosen(file);
  }

  /** Ask for a key file with a field that is never on the page, where there is only one. */
  private askForKeyFile(): void {
    const field = h('input', { type: 'file' });
    field.addEventListener('change', () => {
      const [file] = field.files ?? [];
      if (!file) return;
      void keyIn(file).then((key) => {
        if (key) this.takeKey(key, file.name);
        else this.tell(this.secretSaid, (say) => say.own('secret.no-key', { name: file.name }), true);
      });
    });
    field.click();
  }

  private takeKey(key: string, name: string): void {
    this.secret.value = key;
    this.clearProblems();
    this.tell(this.secretSaid, (say) => say.own('secret.read', { name }), false);
  }

  private text(name: 'span' | 'p', key: OwnKey, className = '', id = ''): HTMLElement {
    const made = h(name, { ...(className ? { class: className } : {}), ...(id ? { id } : {}) });
    this.relabels.push((say) => {
      made.textContent = say.own(key);
    });
    return made;
  }

  private tell(place: HTMLElement, text: Told, wrong: boolean): void {
    this.told.set(place, { text, wrong });
    this.write(place, text, wrong);
  }

  private untell(place: HTMLElement): void {
    this.told.delete(place);
    place.classList.remove('wrong');
    place.replaceChildren();
  }

  private write(place: HTMLElement, text: Told, wrong: boolean): void {
    place.classList.toggle('wrong', wrong);
    fill(place, shown(text(this.say)));
  }
}

/** Return the age key that a small text file holds, if it is one. */
async function keyIn(file: File): Promise<string | undefined> {
  if (file.size > LARGEST_KEY_FILE) return undefined;
  try {
    return KEY.exec(await file.text())?.[0];
  } catch {
    return undefined;
  }
}
