import { expect, test } from 'vitest';
import type { Diagnostic } from '../../src/diagnostic/diagnostic.ts';
import { renderDiagnostic } from '../../src/diagnostic/render.ts';

const unknownKey: Diagnostic = {
  code: 'project-unknown-key',
  severity: 'warning',
  span: { file: 'a.yml', line: 2, column: 1, length: 4 },
  text: '`nmae` is not a key.',
  hint: 'Did you mean `name`?',
  frames: [],
  notes: [],
};

/** Rendered without colour; `|` at the start of each line keeps the indentation of the first. */
function page(change: Partial<Diagnostic>, files: Readonly<Record<string, string>>): string {
  return renderDiagnostic({ ...unknownKey, ...change }, { source: file => files[file] ?? null, color: false });
}

test('shows the line between its neighbours', () => {
  expect(page({}, { 'a.yml': 'version: 1\nnmae: shop\nprofile: p\nmodels:\n' })).toBe(
    [
      'warning[project-unknown-key]: `nmae` is not a key.',
      ' --> a.yml:2:1',
      '  |',
      '1 | version: 1',
      '2 | nmae: shop',
      '  | ^^^^',
      '3 | profile: p',
      '  hint: Did you mean `name`?',
    ].join('\n'),
  );
});

test('shows no frame for a file that cannot be shown, and no place when there is none', () => {
  expect(page({ hint: null }, {})).toBe('warning[project-unknown-key]: `nmae` is not a key.\n --> a.yml:2:1');
  expect(page({ hint: null, span: null }, {})).toBe('warning[project-unknown-key]: `nmae` is not a key.');
});

test('shows one small frame for each level of the template call stack', () => {
  const span = { file: 'macros/money.sql', line: 10, column: 3, length: 4 };
  const frames = [
    { name: 'macro cents_to_dollars', span },
    { name: 'model orders', span: { file: 'models/orders.sql', line: 1, column: 11, length: 18 } },
  ];
  const files = { 'macros/money.sql': `${'\n'.repeat(9)}  oops\n`, 'models/orders.sql': 'select {{ cents_to_dollars() }}\n' };
  expect(page({ severity: 'error', span, frames, hint: null, notes: ['Values: 1\n2'] }, files)).toBe(
    [
      'error[project-unknown-key]: `nmae` is not a key.',
      '  --> macros/money.sql:10:3',
      '   |',
      '10 |   oops',
      '   |   ^^^^',
      '   in model orders, models/orders.sql:1:11',
      '   |',
      ' 1 | select {{ cents_to_dollars() }}',
      '   |           ^^^^^^^^^^^^^^^^^^',
      '   Values: 1',
      '   2',
    ].join('\n'),
  );
});

const frameOf = (text: string, column: number, length: number): string =>
  page({ hint: null, span: { file: 'f', line: 1, column, length } }, { f: text })
    .split('\n')
    .slice(3)
    .join('\n');

test('tabs become spaces and the carets stay below the word', () => {
  expect(frameOf('\tselect\tx', 9, 1)).toBe('1 |     select  x\n  |             ^');
});

test('wide characters take two columns and combining marks none', () => {
  expect(frameOf('漢字 bad', 4, 3)).toBe('1 | 漢字 bad\n  |      ^^^');
  expect(frameOf('e\u0301 bad', 4, 3)).toBe('1 | e\u0301 bad\n  |   ^^^');
  expect(frameOf('x 🍵 y', 3, 2)).toBe('1 | x 🍵 y\n  |   ^^');
});

test('line ends of Windows and old Macs are line ends', () => {
  expect(frameOf('one\r\ntwo', 1, 3)).toBe('1 | one\n  | ^^^\n2 | two');
  expect(frameOf('one\rtwo', 1, 3)).toBe('1 | one\n  | ^^^\n2 | two');
});

test('control characters and direction marks are shown, not obeyed', () => {
  expect(frameOf('a\u001b[31mb\u202e', 1, 1)).toBe('1 | a␛[31mb\ufffd\n  | ^');
  expect(page({ text: 'no \u001b[2J', span: null, hint: null }, {})).toBe('warning[project-unknown-key]: no ␛[2J');
});

test('a long line is cut around the span', () => {
  const [line = '', carets = ''] = frameOf(`${'a'.repeat(300)}HERE${'b'.repeat(300)}`, 301, 4).split('\n');
  expect(line).toHaveLength(114);
  expect(line.slice(4, 5) + line.slice(-1)).toBe('……');
  expect(line.slice(carets.indexOf('^'))).toMatch(/^HEREb/);
  expect(carets.replace(/ +/g, ' ')).toBe(' | ^^^^');
});

test('a span at the very end of a line or beyond has one caret', () => {
  expect(frameOf('ab', 3, 1)).toBe('1 | ab\n  |   ^');
  expect(frameOf('', 1, 1)).toBe('1 |\n  | ^');
});

test('colours are only added when asked for', () => {
  const colored = renderDiagnostic(unknownKey, { source: () => null, color: true });
  expect(colored).toContain('\u001b[');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters
  expect(colored.replace(/\u001b\[\d+m/g, '')).toBe(page({}, {}));
});
