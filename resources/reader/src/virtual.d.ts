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

declare module 'virtual:worker' {
  const program: string;
  export default program;
}

declare module '*.txt' {
  const text: string;
  export default text;
}

declare module '*.html' {
  const text: string;
  export default text;
}
