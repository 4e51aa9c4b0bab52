import { TemplateError } from '../template.ts';
import { hostFunction } from '../value/call.ts';
import { PySet } from '../value/collection.ts';
import { textRepr } from '../value/text.ts';
import type { HostObject, Value } from '../value.ts';
import { integerOf, stringOf } from './argument.ts';
import { HostModule } from './host-class.ts';
import { namedZone, pytzUtc, zoneNames } from './pytz-zone.ts';
import { FixedZone } from './zone.ts';

const timezone = hostFunction('timezone', ['zone'], (given = null) => {
  const name = stringOf(given, 'zone');
  const zone = namedZone(name);
  if (!zone) throw new TemplateError('other', `${textRepr(name)} is not a time zone`);
  return zone;
});

const fixedOffset = hostFunction(
  'FixedOffset',
  ['offset'],
  (minutes = null) => new FixedZone(BigInt(integerOf(minutes)) * 60_000_000n),
);

const members = new Map<string, Value>([
  ['timezone', timezone],
  ['utc', pytzUtc],
  ['UTC', pytzUtc],
  ['FixedOffset', fixedOffset],
]);

/** Made when they are asked for: to list all zones takes the engine longer than to read a small project. */
const lists = new Map<string, () => Value>([
  ['all_timezones', () => [...zoneNames()]],
  ['all_timezones_set', () => new PySet(zoneNames())],
  ['common_timezones', () => [...zoneNames()]],
  ['common_timezones_set', () => new PySet(zoneNames())],
]);

/** Python's `pytz`, on the time zones that the JavaScript engine knows. */
export const pytzModule = (): HostObject => new HostModule('pytz', { get: name => members.get(name) ?? lists.get(name)?.() });
