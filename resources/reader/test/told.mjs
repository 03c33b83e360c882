/** Prints what the reader tells of cases, part by part, for comparing it with the report's own words.
 *
 *  Each line of standard input is {"log", "info", "files", "language"}; each line that is printed
 *  is the list of parts, each {"key", "title", "lines"}. {"visible": TEXTS, "exact"} and
 *  {"unusual": TEXTS} are answered with how each text is shown, and what is named as odd in it.
 */
import { build } from 'esbuild';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { esbuildOptions } from '../bundling.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const { outputFiles } = await build({
  ...esbuildOptions,
  minify: false,
  platform: 'node',
  format: 'esm',
  target: 'node18',
  stdin: {
    contents: `
      export { report, sourceOf } from './src/ui/report/report';
      export { unusual, visible } from './src/ui/report/sanitize';
      export { Phrases } from './src/ui/texts/phrases';
    `,
    resolveDir: root,
    loader: 'ts',
  },
});
const source = Buffer.from(outputFiles[0].contents).toString('base64');
const reader = await import(`data:text/javascript;base64,${source}`);
const { visible } = reader;

const value = ({ text, look }) => visible(text, look !== 'text');
const facts = (list) => list.flatMap(({ label, values }) => [visible(label), ...values.map(value)]);

function lines(block) {
  switch (block.block) {
    case 'words':
      return [visible(block.text)];
    case 'facts':
      return [...(block.heading ? [visible(block.heading)] : []), ...facts(block.facts)];
    case 'exhibit':
      return [block.exhibit.id, ...facts(block.facts())];
    case 'table':
      return [
        ...block.head.map((cell) => visible(cell)),
        ...block.rows.flatMap((row) => row.map((cell) => cell.map(value).join('\n'))),
      ];
    case 'points':
      return [block.heading, ...block.points].map((text) => visible(text));
    case 'ask':
      return [block.question, block.answer].map((text) => visible(text));
    default:
      throw new Error(block.block);
  }
}

const part = ({ key, title, blocks }) => ({ key, title, lines: blocks.flatMap(lines) });

for await (const asked of createInterface({ input: process.stdin })) {
  const question = JSON.parse(asked);
  if (question.visible || question.unusual) {
    const answer = question.visible
      ? question.visible.map((text) => visible(text, question.exact))
      : question.unusual.map((text) => reader.unusual(text, 12, new Set()));
    console.log(JSON.stringify(answer));
    continue;
  }
  const { log, info, files, language } = question;
  const opened = {
    verdict: { info },
    log,
    files: files.map((name) => ({ name, size: 0, intact: true })),
  };
  const { first, sections } = reader.report(
    reader.sourceOf(opened),
    new reader.Phrases(language),
  );
  const identity = { key: 'identity', title: '', lines: facts(first.identity) };
  const page1 = first.sections.map((each) => part({ ...each, key: `first-${each.key}` }));
  console.log(JSON.stringify([identity, ...page1, ...sections.map(part)]));
}
