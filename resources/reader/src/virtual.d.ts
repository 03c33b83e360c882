/** What the build makes and puts in; see bundling.mjs. */

declare module 'virtual:about' {
  const about: readonly {
    readonly name: string;
    readonly version: string;
    readonly license: string;
    readonly text: string;
  }[];
  export default about;
}

declare module 'virtual:aes' {
  /** aes_ctr.as.ts as WebAssembly, in base64. */
  const wasm: string;
  export default wasm;
}

declare module 'virtual:readers' {
  /** SHA-256 of the readers of other versions. */
  const digests: readonly string[];
  export default digests;
}

declare module 'virtual:start-here' {
  /** SHA-256 of every START-HERE.txt that a version has written. */
  const digests: readonly string[];
  export default digests;
}

declare module 'virtual:words' {
  /** The words in English, French and Spanish, each a line. */
  const lists: readonly [en: string, fr: string, es: string];
  export default lists;
}

declare module '*.html' {
  const text: string;
  export default text;
}
