/** The exhibits: each covered until asked for, to choose and to save. */

import type { Opened } from '../../contract';
import { button, fill, h } from '../dom';
import type { Child } from '../dom';
import { get } from '../case/record';
import type { Exhibit } from '../case/record';
import type { Block, Fact } from '../report/model';
import { path } from '../report/telling';
import type { Source } from '../report/telling';
import type { Phrases } from '../texts/phrases';
import { factList } from './blocks';
import { canChooseFolder, saveAsDownloads, saveIntoFolder, shortName } from './saving';
import type { Doing, Saved } from './saving';
import { visible } from '../report/sanitize';
import { shown } from './text';
import { showing, Uncovering } from './uncover';

const IN_FULL = 300;

/** What stays when the language changes: what is chosen, and what is uncovered. */
export class Exhibits {
  private readonly chosen = new Set<string>();
  private readonly uncovering: Uncovering;
  private readonly intact: ReadonlySet<string>;
  private readonly present: ReadonlySet<string>;
  private saving: AbortController | undefined;
  private count = h('p');
  private message = h('p', { 'aria-live': 'polite' });
  private boxes: HTMLInputElement[] = [];
  private buttons: HTMLButtonElement[] = [];

  constructor(
    private readonly opened: Opened,
    private readonly source: Source,
  ) {
    this.uncovering = new Uncovering(opened);
    this.present = new Set(opened.files.map((file) => file.name));
    this.intact = new Set(opened.files.filter((file) => file.intact).map((file) => file.name));
  }

  close(): void {
    this.saving?.abort();
    this.uncovering.close();
  }

  /** Return the bar that stands above the exhibits, and forget the boxes of the last one. */
  bar(say: Phrases): HTMLElement {
    this.boxes = [];
    this.buttons = [];
    this.count = h('p', { class: 'count', 'aria-live': 'polite' });
    this.message = h('p', { class: 'message', 'aria-live': 'polite' });
    const folder = canChooseFolder()
      ? button(say.own('exhibits.save-folder'), () => {
          void this.save(say, (names, doing, signal) =>
            saveIntoFolder(this.opened, names, this.source.bundle, doing, signal),
          );
        })
      : null;
    const downloads = button(
      say.own('exhibits.save-chosen'),
      () => {
        void this.save(say, (names, doing, signal) =>
          saveAsDownloads(this.opened, names, doing, signal),
        );
      },
      { id: 'save-chosen' },
    );
    this.buttons = folder ? [downloads, folder] : [downloads];
    const bar = h(
      'div',
      { class: 'bar' },
      h('p', { class: 'small' }, say.own('exhibits.covered-all')),
      h(
        'div',
        { class: 'row' },
        button(say.own('exhibits.choose-all'), () => { this.choose(say, true); }, { id: 'choose-all', class: 'quiet' }),
        button(say.own('exhibits.choose-none'), () => { this.choose(say, false); }, { class: 'quiet' }),
        this.count,
      ),
      h('div', { class: 'row' }, downloads, folder),
      h(
        'p',
        { class: 'small' },
        say.own('exhibits.save-how'),
        ' ',
        say.own('exhibits.one-by-one'),
      ),
      this.message,
    );
    this.tell(say);
    return bar;
  }

  /** Return one exhibit. */
  card({ exhibit, facts }: Extract<Block, { block: 'exhibit' }>, say: Phrases): HTMLElement {
    const file = path(exhibit);
    const intact = this.intact.has(file);
    const shows = get(exhibit.fields, 'shows');
    const title = h('h3', {}, `${exhibit.id}  `, h('bdi', {}, shown(shows)));
    return h(
      'article',
      { class: 'exhibit card', id: `item-${exhibit.id}`, 'aria-label': exhibit.id },
      h(
        'div',
        { class: 'heading' },
        title,
        intact ? h('div', { class: 'row' }, this.box(exhibit, say), this.saveButton(file, say)) : null,
      ),
      this.panel(exhibit, file, shows, say),
      this.facts(exhibit, facts, say),
    );
  }

  private facts(exhibit: Exhibit, facts: () => readonly Fact[], say: Phrases): Child {
    if (this.source.record.exhibits.length <= IN_FULL) return factList(facts(), say, false);
    // Of very many, what is known of each is made when it is asked for.
    const more = h('details', {}, h('summary', {}, say.own('exhibits.more', { id: exhibit.id })));
    const open = (): void => {
      more.append(h('div', {}, factList(facts(), say, false)));
    };
    more.addEventListener('toggle', open, { once: true });
    return more;
  }

  private panel(exhibit: Exhibit, file: string, shows: string, say: Phrases): Child {
    const other = this.source.elsewhere.get(exhibit.id);
    if (!this.present.has(file)) {
      const where = other ? say.of('exhibits.elsewhere', { file: other }) : say.own('show.missing');
      return h('p', { class: other ? 'small' : 'note' }, where);
    }
    const way = showing(exhibit, file, this.source.viewing.get(exhibit.id));
    if (!this.intact.has(way?.file ?? file)) {
      return h('p', { class: 'note' }, say.own('show.not-intact'));
    }
    if (!way) return h('p', { class: 'small' }, say.own('show.cannot'));
    const alt = shows
      ? say.of('exhibits.alt_shows', { id: exhibit.id, shows: visible(shows) })
      : say.of('exhibits.alt', { id: exhibit.id });
    return this.uncovering.panel(exhibit.id, way, exhibit.file.media_type, alt, say);
  }

  private box(exhibit: Exhibit, say: Phrases): HTMLElement {
    const file = path(exhibit);
    const box = h('input', { type: 'checkbox', id: `choose-${exhibit.id}` });
    box.checked = this.chosen.has(file);
    box.addEventListener('change', () => {
      if (box.checked) this.chosen.add(file);
      else this.chosen.delete(file);
      this.tell(say);
    });
    this.boxes.push(box);
    return h('label', { class: 'choose' }, box, ' ', say.own('exhibits.choose', { id: exhibit.id }));
  }

  private choose(say: Phrases, all: boolean): void {
    this.chosen.clear();
    if (all) for (const file of this.savable()) this.chosen.add(file);
    for (const box of this.boxes) box.checked = all;
    this.tell(say);
  }

  private savable(): readonly string[] {
    return this.source.record.exhibits.map(path).filter((file) => this.intact.has(file));
  }

  private tell(say: Phrases): void {
    const count = this.chosen.size;
    this.count.textContent = say.own('exhibits.chosen', { count, all: this.savable().length });
    for (const each of this.buttons) each.disabled = count === 0 || this.saving !== undefined;
  }

  /** Return a button that saves one file of the sealed file, and says what became of it. */
  saveButton(file: string, say: Phrases): HTMLElement {
    const name = shortName(file);
    const said = h('span', { class: 'said', 'aria-live': 'polite' });
    const made = button(
      say.own('save'),
      () => {
        void saveAsDownloads(this.opened, [file], () => undefined, new AbortController().signal).then(
          ({ done, stopped }) => {
            if (stopped) return;
            said.textContent = say.own(done > 0 ? 'save.done' : 'save.failed', { name });
          },
        );
      },
      { class: 'quiet', 'aria-label': say.own('save.name', { name }), 'data-save': file },
    );
    return h('span', { class: 'copying' }, made, said);
  }

  private async save(
    say: Phrases,
    how: (names: readonly string[], doing: Doing, signal: AbortSignal) => Promise<Saved>,
  ): Promise<void> {
    if (this.saving) return;
    const stop = new AbortController();
    this.saving = stop;
    this.tell(say);
    const message = this.message;
    const doing: Doing = (number, count, name) => {
      fill(
        message,
        say.own('save.doing', { number, count, name }),
        ' ',
        button(say.own('cancel'), () => { stop.abort(); }, { class: 'quiet' }),
      );
    };
    const names = this.savable().filter((file) => this.chosen.has(file));
    const { done, failed, stopped } = await how(names, doing, stop.signal);
    this.saving = undefined;
    this.tell(say);
    const said = [
      stopped
        ? say.own('save.stopped', { count: done })
        : say.own('save.done-many', { count: done }),
    ];
    if (failed.length > 0) {
      said.push(say.own('save.some-failed', { count: failed.length, names: failed.join(', ') }));
    }
    message.textContent = said.join(' ');
  }
}
