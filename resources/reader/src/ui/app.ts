/** The page as a whole: what it shows when, and in which language. */

import { Refused } from '../contract';
import type { Core, Opened } from '../contract';
import { append, button, byId, fill, h } from './dom';
import { report, sourceOf } from './report/report';
import { Teller } from './report/telling';
import type { Source } from './report/telling';
import { about } from './show/about';
import { factList, sectionOf } from './show/blocks';
import type { Around } from './show/blocks';
import { Exhibits } from './show/exhibits';
import { OpenForm } from './show/form';
import { Later } from './show/later';
import { otherFiles } from './show/other_files';
import { ProgressView } from './show/progress';
import { isWholeFile, readSealCode } from './show/seal_code';
import type { Typed } from './show/seal_code';
import { clearAnswer, details, showAnswer } from './show/verdict';
import type { Answer } from './show/verdict';
import { shown } from './show/text';
import { LANGUAGES, Phrases } from './texts/phrases';
import type { Language } from './texts/phrases';

const LANGUAGE_NAMES: Readonly<Record<Language, string>> = {
  en: 'English',
  fr: 'Français',
  es: 'Español',
};
const WIDE = '(min-width: 62rem)';
const TOP_OF_SIGHT = 60;

/** A file that was opened, and what is shown of it. */
interface Shown {
  readonly opened: Opened;
  readonly source: Source;
  readonly exhibits: Exhibits;
}

export class App {
  private say = new Phrases(browserLanguage());
  private answer: Answer | undefined;
  private toldLast = '';
  private shown: Shown | undefined;
  private working: AbortController | undefined;
  private readonly later = new Later();
  private readonly form: OpenForm;
  private readonly progress = new ProgressView(this.say, () => this.working?.abort());
  private readonly top = byId('top', HTMLElement);
  private readonly nav = byId('nav', HTMLElement);
  private readonly page = byId('page', HTMLElement);
  private readonly intro = byId('intro', HTMLElement);
  private readonly status = byId('status', HTMLElement);
  private readonly below = byId('below', HTMLElement);
  private readonly formPlace = byId('form', HTMLElement);
  private readonly progressPlace = byId('progress', HTMLElement);
  private readonly reportPlace = byId('report', HTMLElement);

  constructor(private readonly core: Core) {
    this.form = new OpenForm(this.say, {
      chosen: (file) => {
        void this.look(file);
      },
      submitted: () => {
        void this.open();
      },
      codeTyped: () => {
        this.tellAnswer();
      },
    });
  }

  start(): void {
    this.formPlace.append(this.form.element);
    this.progressPlace.append(this.progress.element);
    this.listen();
    this.draw();
  }

  private listen(): void {
    const dropping = (event: DragEvent, over: boolean): void => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      document.body.classList.toggle('dropping', over && !this.shown && !this.working);
    };
    document.addEventListener('dragover', (event) => {
      dropping(event, true);
    });
    document.addEventListener('dragleave', (event) => {
      dropping(event, false);
    });
    document.addEventListener('drop', (event) => {
      dropping(event, false);
      const files = event.dataTransfer?.files;
      if (files && !this.shown && !this.working) this.form.dropped(files);
    });
    window.addEventListener('beforeprint', () => {
      this.later.finish();
    });
    window.matchMedia(WIDE).addEventListener('change', () => {
      this.foldNav();
    });
  }

  private async look(file: File): Promise<void> {
    clearAnswer(this.status);
    this.answer = undefined;
    try {
      const looked = await this.core.look(file);
      if (this.form.chosenFile === file) this.form.looked(file, looked, this.size(file.size));
    } catch (error) {
      const said = (say: Phrases): string => explain(error, say);
      if (this.form.chosenFile === file) this.form.fileProblem(said);
    }
  }

  private async open(): Promise<void> {
    if (this.working || this.shown) return;
    const file = this.form.chosenFile;
    this.form.clearProblems();
    if (!file) {
      this.form.fileProblem((say) => say.own('file.none'));
      return;
    }
    const working = new AbortController();
    this.working = working;
    this.answer = undefined;
    clearAnswer(this.status);
    this.progress.begin(file.size);
    this.drawStage();
    this.progress.focus();
    try {
      const opened = await this.core.open(
        file,
        this.form.given(),
        (done, total) => {
          this.progress.step(done, total);
        },
        working.signal,
      );
      this.working = undefined;
      this.show(opened);
    } catch (error) {
      this.working = undefined;
      this.refuse(error);
    }
  }

  /** Show a file that was checked, its answer first. */
  private show(opened: Opened): void {
    this.form.forgetSecret();
    this.answer = { kind: 'checked', verdict: opened.verdict };
    if (opened.verdict.bytes === 'cannot-tell') {
      opened.close();
    } else {
      const source = sourceOf(opened);
      this.shown = { opened, source, exhibits: new Exhibits(opened, source) };
    }
    this.draw();
    window.scrollTo(0, 0);
    this.status.querySelector('h2')?.focus({ preventScroll: true });
  }

  private refuse(error: unknown): void {
    this.drawStage();
    const kind = error instanceof Refused ? error.kind : 'cannot-tell';
    if (kind === 'cancelled') {
      this.form.fileNote((say) => explain(error, say));
      return;
    }
    const sentence = error instanceof Refused ? error.sentence : this.say.own('failed');
    this.answer = { kind: 'refused', bytes: kind === 'changed' ? 'changed' : 'cannot-tell', sentence };
    this.tellAnswer();
    const asked = error instanceof Refused && /^(?:words|key)-needed$/.test(error.sentence.key);
    if (kind === 'wrong-secret' || kind === 'unreadable-words' || asked) {
      this.form.secretProblem((say) => explain(error, say));
    } else {
      this.status.querySelector('h2')?.focus();
    }
  }

  /** Close what is open and start anew. */
  private again(): void {
    this.shown?.exhibits.close();
    this.shown?.opened.close();
    this.shown = undefined;
    this.answer = undefined;
    this.later.clear();
    clearAnswer(this.status);
    this.form.reset();
    this.draw();
    window.scrollTo(0, 0);
    this.form.focus();
  }

  private speak(language: Language): void {
    const open = new Set(
      [...document.querySelectorAll<HTMLDetailsElement>('details[data-keep]')]
        .filter((each) => each.open)
        .map((each) => each.dataset['keep']),
    );
    const place = this.placeInPage();
    this.say = new Phrases(language);
    this.form.speak(this.say);
    this.progress.speak(this.say);
    this.draw();
    for (const each of document.querySelectorAll<HTMLDetailsElement>('details[data-keep]')) {
      if (open.has(each.dataset['keep'])) each.open = true;
    }
    place();
    this.top.querySelector<HTMLElement>('[aria-pressed=true]')?.focus({ preventScroll: true });
  }

  /** Return a function that scrolls back to what is at the top now, in whatever length it has. */
  private placeInPage(): () => void {
    const { left, width } = this.reportPlace.getBoundingClientRect();
    // Asking every part where it is would lay out all those that are out of sight.
    const there = document.elementFromPoint(left + width / 2, TOP_OF_SIGHT);
    const id = there?.closest('section[id], article[id]')?.id;
    if (!id) return () => undefined;
    const away = document.getElementById(id)?.getBoundingClientRect().top ?? 0;
    return () => {
      this.later.until(() => document.getElementById(id) !== null);
      const now = document.getElementById(id)?.getBoundingClientRect().top ?? away;
      window.scrollBy({ top: now - away, behavior: 'instant' });
    };
  }

  private draw(): void {
    const { say } = this;
    document.documentElement.lang = say.language;
    byId('skip', HTMLElement).textContent = say.own('skip');
    fill(this.top, this.bar());
    fill(byId('foot', HTMLElement), about(say));
    this.drawStage();
    this.tellAnswer();
    this.drawReport();
  }

  private bar(): HTMLElement[] {
    const { say } = this;
    const languages = LANGUAGES.map((language) =>
      button(
        LANGUAGE_NAMES[language],
        () => {
          this.speak(language);
        },
        { lang: language, 'aria-pressed': language === say.language ? 'true' : 'false' },
      ),
    );
    return [
      h('p', { class: 'brand' }, say.own('brand')),
      h(
        'div',
        { class: 'tools' },
        this.shown
          ? [
              button(say.own('print'), () => {
                window.print();
              }),
              button(say.own('again'), () => {
                this.again();
              }),
            ]
          : null,
        h('div', { class: 'languages', role: 'group', 'aria-label': say.own('language') }, languages),
      ),
    ];
  }

  /** Show the form, the progress, or what was opened. */
  private drawStage(): void {
    const { say, shown: now } = this;
    const bundle = now?.source.bundle ?? '';
    const title = now ? bundle || now.opened.verdict.fileName : say.own('start.title');
    document.title = now ? `${bundle}, ${say.own('brand')}` : say.own('brand');
    fill(
      this.intro,
      h('h1', { class: now ? 'exact' : 'plain' }, shown(title, now !== undefined)),
      now ? null : h('p', { class: 'lead' }, say.own('start.lead')),
    );
    this.formPlace.hidden = now !== undefined || this.working !== undefined;
    this.progressPlace.hidden = this.working === undefined;
    this.page.classList.toggle('opened', now !== undefined);
  }

  private tellAnswer(): void {
    const { answer, say } = this;
    if (!answer) return;
    let typed: Typed = readSealCode(this.form.typedCode);
    if (answer.kind === 'checked' && isWholeFile(typed, answer.verdict.fileSha256)) {
      typed = { kind: 'nothing' };
      this.form.codeNote((now) => now.own('code.whole-file'));
    }
    // A key pressed that changes nothing must not have the whole answer read out again.
    const digits = typed.kind === 'code' ? typed.digits : '';
    if (this.status.dataset['bytes'] && this.toldLast === `${say.language} ${digits}`) return;
    this.toldLast = `${say.language} ${digits}`;
    showAnswer(this.status, answer, typed, say);
    const seal = this.status.dataset['seal'] ?? '';
    this.reportPlace.dataset['seal'] = seal;
    const same = this.status.dataset['bytes'] === 'matches' ? 'seal.same' : 'seal.same-changed';
    const said = seal === 'same' ? same : seal === 'different' ? 'seal.different' : undefined;
    this.form.codeCompared(said && ((now) => now.own(said)), seal === 'different');
    this.warn();
  }

  private drawReport(): void {
    const { say, shown: now } = this;
    this.later.clear();
    this.below.hidden = now === undefined;
    this.nav.hidden = now === undefined;
    if (!now) {
      fill(this.reportPlace);
      fill(this.nav);
      fill(this.below);
      return;
    }
    const { opened, source, exhibits } = now;
    fill(
      this.below,
      h('div', { class: 'card compare' }, this.form.codeField),
      h('p', { class: 'court' }, say.own('verdict.court')),
      details(opened.verdict, say, (bytes) => this.size(bytes)),
    );
    const told = report(source, say);
    const bar = exhibits.bar(say);
    const around: Around = {
      say,
      later: this.later,
      ids: new Set(Object.values(source.record.items).flatMap((items) => items.map(({ id }) => id))),
      exhibit: (block) => exhibits.card(block, say),
    };
    const first = h(
      'section',
      { id: 'page-1', class: 'triage', 'aria-labelledby': 'page-1-title' },
      h('h2', { id: 'page-1-title', tabindex: -1 }, say.own('page1.title')),
      h('p', { class: 'warning note', hidden: true }),
      h('div', { class: 'identity' }, factList(told.first.identity, say, false)),
    );
    for (const part of told.first.sections) {
      first.append(sectionOf(part, `first-${part.key}`, part.title, 'h3', around));
    }
    const links: [string, string][] = [['page-1', say.own('page1.title')]];
    fill(this.reportPlace, first);
    told.sections.forEach((part, at) => {
      const title = `${String(at + 1)}  ${part.title}`;
      const made = sectionOf(part, `part-${part.key}`, title, 'h2', around);
      if (part.key === 'exhibits' && source.record.exhibits.length > 0) {
        made.querySelector('h2')?.after(bar);
      }
      this.reportPlace.append(made);
      links.push([`part-${part.key}`, title]);
    });
    this.reportPlace.append(
      otherFiles(opened.files, say, (size) => this.size(size), (file) => exhibits.saveButton(file, say)),
    );
    links.push(['other-files', say.own('others.title')]);
    this.drawNav(links);
    this.warn();
  }

  private drawNav(links: readonly [string, string][]): void {
    const { say } = this;
    this.nav.setAttribute('aria-label', say.own('contents'));
    const list = h('ol', {});
    append(
      list,
      links.map(([id, title]) => h('li', {}, h('a', { href: `#${id}` }, title))),
    );
    fill(this.nav, h('details', {}, h('summary', {}, say.own('contents')), list));
    this.foldNav();
  }

  private foldNav(): void {
    const folded = this.nav.querySelector('details');
    if (folded) folded.open = window.matchMedia(WIDE).matches;
  }

  /** Say above page 1 when what follows should not be relied on. */
  private warn(): void {
    const place = this.reportPlace.querySelector<HTMLElement>('.warning');
    if (!place) return;
    const changed = this.status.dataset['bytes'] === 'changed';
    const different = this.status.dataset['seal'] === 'different';
    place.hidden = !changed && !different;
    const around = changed && this.shown?.opened.verdict.insideHolds === true;
    const said = different ? 'verdict.different-content' : 'verdict.around-content';
    place.textContent = place.hidden
      ? ''
      : this.say.own(changed && !around ? 'verdict.changed-content' : said);
  }

  private size(bytes: number): string {
    return Teller.size(bytes, this.say);
  }
}

/** Return the sentence for people of anything that was thrown. */
function explain(error: unknown, say: Phrases): string {
  return error instanceof Refused ? say.sentence(error.sentence) : say.own('failed');
}

function browserLanguage(): Language {
  for (const wanted of navigator.languages) {
    const found = LANGUAGES.find((language) => wanted.toLowerCase().startsWith(language));
    if (found) return found;
  }
  return 'en';
}
