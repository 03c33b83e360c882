/** See assemble.js. */
export function assemble(
  template: string,
  parts: { readonly policy: string; readonly style: string; readonly script: string },
): string;
