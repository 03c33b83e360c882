/** Puts the page together: the build does it once, and the page again to know its own hash. */

/** Put `value` where `mark` stands, exactly once. */
function fill(page, mark, value) {
  const parts = page.split(mark);
  if (parts.length !== 2) throw new Error(`The page must have one ${mark}.`);
  return parts.join(value);
}

/** Return the page's text from its template and the three parts that the template has marks for. */
export function assemble(template, { policy, style, script }) {
  const meta = `<meta http-equiv="Content-Security-Policy" content="${policy}">`;
  const headed = fill(template, '<!-- policy -->', meta);
  const styled = fill(headed, '<!-- style -->', `<style>${style}</style>`);
  return fill(styled, '<!-- script -->', `<script>${script}</script>`);
}
