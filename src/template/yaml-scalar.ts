import { microsOfDay } from './module/calendar.ts';
import { PyDate } from './module/date.ts';
import { PyDateTime } from './module/date-time.ts';
import { checkedOrdinal, checkedTime } from './module/iso-format.ts';
import { parseOffset } from './module/strptime.ts';
import { FixedZone, utcZone } from './module/zone.ts';
import { Float } from './value.ts';

/** What a scalar of YAML 1.1 can be. Whole floats are `Float`, dates and timestamps are Python's. */
export type YamlScalar = null | boolean | number | bigint | string | Float | PyDate | PyDateTime;

const WORDS: ReadonlyMap<string, boolean | null> = new Map([
  ...['yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map(word => [word, true] as const),
  ...['no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map(word => [word, false] as const),
  ...['', '~', 'null', 'Null', 'NULL'].map(word => [word, null] as const),
]);
const INTEGER = /^[-+]?(?:0b[01_]+|0[0-7_]+|0|[1-9][0-9_]*|0x[0-9a-fA-F_]+|[1-9][0-9_]*(?::[0-5]?[0-9])+)$/;
const FLOAT =
  /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
const DATE = /^(\d{4})-(\d\d)-(\d\d)$/;
const TIMESTAMP = /^(\d{4})-(\d\d?)-(\d\d?)(?:[Tt]|[ \t]+)(\d\d?):(\d\d):(\d\d)(?:\.(\d*))?(?:[ \t]*(Z|[-+]\d\d?(?::\d\d)?))?$/;

/** Whether a plain scalar may be anything but a string, told by its first character. */
const maybeTyped = (text: string): boolean => {
  const first = text.charCodeAt(0);
  return (first >= 48 && first <= 57) || first === 43 || first === 45 || first === 46;
};

/** A plain scalar as PyYAML's safe loader resolves it. Fails for a date that does not exist. */
export function resolveScalar(text: string): YamlScalar {
  if (text.length <= 5) {
    const word = WORDS.get(text);
    if (word !== undefined) return word;
  }
  if (!maybeTyped(text)) return text;
  if (INTEGER.test(text)) return readInteger(text);
  if (FLOAT.test(text)) return floatValue(readFloat(text));
  return readTimestamp(text) ?? text;
}

/** A scalar with an explicit tag such as `!!str`; undefined when the tag is unknown or does not fit. */
export function resolveTagged(text: string, tag: string): YamlScalar | undefined {
  if (tag === 'str') return text;
  if (tag === 'null') return null;
  const word = WORDS.get(text.toLowerCase());
  if (tag === 'bool') return typeof word === 'boolean' ? word : undefined;
  if (tag === 'int') return INTEGER.test(text) ? readInteger(text) : undefined;
  if (tag === 'float')
    return FLOAT.test(text) || INTEGER.test(text) || /^[-+]?\d+[eE]/.test(text) ? floatValue(readFloat(text)) : undefined;
  return tag === 'timestamp' ? readTimestamp(text) : undefined;
}

const floatValue = (number: number): number | Float => (Number.isInteger(number) ? new Float(number) : number);

function readInteger(text: string): number | bigint {
  const sign = text.startsWith('-') ? -1n : 1n;
  const digits = text.replace(/^[-+]/, '').replaceAll('_', '');
  if (/^\d{1,15}$/.test(digits) && (digits === '0' || !digits.startsWith('0'))) return Number(sign) * Number(digits) + 0;
  const number = sign * (digits.includes(':') ? sexagesimal(digits) : BigInt(digits.replace(/^0(?=[0-7])/, '0o')));
  const small = Number(number);
  return Number.isSafeInteger(small) ? small : number;
}

const sexagesimal = (digits: string): bigint => digits.split(':').reduce((sum, part) => sum * 60n + BigInt(part), 0n);

function readFloat(text: string): number {
  const sign = text.startsWith('-') ? -1 : 1;
  const digits = text.replace(/^[-+]/, '').replaceAll('_', '').toLowerCase();
  if (digits === '.inf') return sign * Number.POSITIVE_INFINITY;
  if (digits === '.nan') return Number.NaN;
  return sign * digits.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
}

function readTimestamp(text: string): PyDate | PyDateTime | undefined {
  const date = DATE.exec(text);
  if (date) return new PyDate(ordinalFrom(date));
  const match = TIMESTAMP.exec(text);
  if (!match) return undefined;
  const [hour, minute, second] = match.slice(4, 7).map(Number);
  const microsecond = Number((match[7] ?? '').slice(0, 6).padEnd(6, '0'));
  const time = checkedTime({ hour: hour ?? 0, minute: minute ?? 0, second: second ?? 0, microsecond });
  return PyDateTime.at(ordinalFrom(match), microsOfDay(time), zoneFrom(match[8]));
}

const ordinalFrom = (match: RegExpExecArray): number =>
  checkedOrdinal({ year: Number(match[1]), month: Number(match[2]), day: Number(match[3]) });

function zoneFrom(text: string | undefined): FixedZone | null {
  if (text === undefined) return null;
  return text === 'Z' ? utcZone : new FixedZone(parseOffset(text.replace(/^([-+])(\d)(?!\d)/, '$10$2')));
}
