import { HostObject, type Value } from '../value.ts';
import { padded } from './calendar.ts';
import { boundMethod, type Method, type Methods } from './host-class.ts';
import { TimeDelta } from './time-delta.ts';

/** What a zone says about a moment on its own clocks. Offsets are microseconds east of UTC. */
export interface ZoneMoment {
  readonly offset: bigint;
  /** Part of the offset that is daylight saving time; null when the zone does not tell. */
  readonly saving: bigint | null;
  readonly abbreviation: string;
}

/** A `tzinfo` of Python. Clock readings are microseconds since the day before 0001-01-01, as in `PyDateTime`. */
export abstract class Zone extends HostObject {
  abstract at(local: bigint): ZoneMoment;
  /** The clock reading of an instant, with the zone that the resulting datetime carries. */
  abstract fromUtc(utc: bigint): { readonly local: bigint; readonly zone: Zone };
}

/** `+01:00`, with seconds only when there are any. */
export function offsetText(offset: bigint, separator = ':'): string {
  const size = offset < 0n ? -offset : offset;
  const seconds = Number(size / 1_000_000n);
  const micros = Number(size % 1_000_000n);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  if (seconds % 60 !== 0 || micros !== 0) parts.push(seconds % 60);
  const fraction = micros === 0 ? '' : `.${padded(micros, 6)}`;
  return `${offset < 0n ? '-' : '+'}${parts.map(part => padded(part)).join(separator)}${fraction}`;
}

/** `datetime.timezone`: one offset for ever. */
export class FixedZone extends Zone {
  readonly typeName = 'datetime.timezone';
  readonly #moment: ZoneMoment;
  readonly #named: string | null;
  constructor(offset: bigint, name: string | null = null) {
    super();
    this.#named = name;
    this.#moment = { offset, saving: null, abbreviation: name ?? (offset === 0n ? 'UTC' : `UTC${offsetText(offset)}`) };
  }
  override at(): ZoneMoment {
    return this.#moment;
  }
  override fromUtc(utc: bigint): { readonly local: bigint; readonly zone: Zone } {
    return { local: utc + this.#moment.offset, zone: this };
  }
  override attribute(name: string): Value | undefined {
    return boundMethod(zoneMethods, this, name);
  }
  override text(): string {
    return this.#moment.abbreviation;
  }
  override repr(): string {
    if (this.#named === null && this.#moment.offset === 0n) return 'datetime.timezone.utc';
    const name = this.#named === null ? '' : `, '${this.#named}'`;
    return `datetime.timezone(${new TimeDelta(this.#moment.offset).repr()}${name})`;
  }
  override equals(other: Value): boolean {
    return other instanceof FixedZone && other.at().offset === this.#moment.offset;
  }
  override hashKey(): string {
    return `timezone ${this.#moment.offset}`;
  }
}

export const utcZone = new FixedZone(0n);

/** A datetime, as far as a zone looks at it. */
interface Clock {
  readonly local: bigint;
}
const hasClock = (value: Value | undefined): value is HostObject & Clock => value instanceof HostObject && 'local' in value;

const asked = (answer: (moment: ZoneMoment) => Value): Method<Zone> => ({
  parameters: ['dt', 'is_dst?'],
  run: (self, when) => answer(self.at(hasClock(when) ? when.local : 0n)),
});

export const zoneMethods: Methods<Zone> = {
  utcoffset: asked(moment => new TimeDelta(moment.offset)),
  dst: asked(moment => (moment.saving === null ? null : new TimeDelta(moment.saving))),
  tzname: asked(moment => moment.abbreviation),
};
