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

/** Python's `pytz`, on the time zones that the JavaScript engine knows. */
export function pytzModule(): HostObject {
  const names: readonly Value[] = zoneNames();
  return new HostModule(
    'pytz',
    new Map<string, Value>([
      ['timezone', timezone],
      ['utc', pytzUtc],
      ['UTC', pytzUtc],
      ['all_timezones', [...names]],
      ['all_timezones_set', new PySet(names)],
      ['common_timezones', [...names]],
      ['common_timezones_set', new PySet(names)],
      ['FixedOffset', fixedOffset],
    ]),
  );
}
