/** Makes elements. Every text goes in as text; nothing here, or anywhere, parses markup. */

export type Child = Node | string | null | undefined | false | readonly Child[];
type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** Return an element. `true` sets an empty attribute; `false` and `undefined` set none. */
export function h<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) {
      element.setAttribute(key, value === true ? '' : String(value));
    }
  }
  append(element, children);
  return element;
}

/** Append children, flat. */
export function append(parent: Node, children: readonly Child[]): void {
  for (const child of children) {
    if (typeof child === 'string') parent.appendChild(document.createTextNode(child));
    else if (child instanceof Node) parent.appendChild(child);
    else if (child) append(parent, child);
  }
}

/** Put other children in the place of those that are there. */
export function fill(parent: Element, ...children: readonly Child[]): void {
  parent.replaceChildren();
  append(parent, children);
}

/** Return a button that does something. */
export function button(
  label: string,
  action: (button: HTMLButtonElement) => void,
  attributes: Attributes = {},
): HTMLButtonElement {
  const made = h('button', { type: 'button', ...attributes }, label);
  made.addEventListener('click', () => {
    action(made);
  });
  return made;
}

/** Return the element of page.html with this id. */
export function byId<Type extends HTMLElement>(id: string, type: new () => Type): Type {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`page.html has no ${id}`);
  return found;
}
