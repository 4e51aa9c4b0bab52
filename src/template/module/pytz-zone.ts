import { TemplateError } from '../template.ts';
import { textRepr } from '../value/text.ts';
import { isTrue } from '../value/truth.ts';
import type { Value } from '../value.ts';
import { typeError, valueError } from './argument.ts';
import { EPOCH_ORDINAL, MICROS_PER_DAY, MICROS_PER_SECOND, padded } from './calendar.ts';
import { PyDateTime } from './date-time.ts';
import { boundMethod, type Methods } from './host-class.ts';
import { TimeDelta } from './time-delta.ts';
import { Zone, type ZoneMoment, zoneMethods } from './zone.ts';

const EPOCH = BigInt(EPOCH_ORDINAL) * MICROS_PER_DAY;
/** Before railways every town had its own time; what the engine answers earlier is in another calendar. */
const LOCAL_MEAN_TIME_MS = Date.UTC(1850, 0, 1);
const LOCALES = ['en-US', 'en-GB', 'en-AU', 'en-IN', 'en-NZ', 'en-ZA'] as const;
/** Abbreviations that the engine gives in no English locale. */
const ABBREVIATIONS: Readonly<Record<string, string>> = {
  'Africa/Cairo': 'EET',
  'Africa/Lagos': 'WAT',
  'Africa/Nairobi': 'EAT',
  'Asia/Hong_Kong': 'HKT',
  'Asia/Jakarta': 'WIB',
  'Asia/Karachi': 'PKT',
  'Asia/Manila': 'PST',
  'Asia/Seoul': 'KST',
  'Asia/Shanghai': 'CST',
  'Asia/Taipei': 'CST',
  'Asia/Tokyo': 'JST',
  'Europe/Moscow': 'MSK',
};

/** What pytz's zones add to Python's: a datetime is put into one with `localize` and corrected with `normalize`. */
export abstract class PytzZone extends Zone {
  abstract readonly zoneName: string;
  abstract localize(when: PyDateTime, isDst: Value): PyDateTime;
  override attribute(name: string): Value | undefined {
    return name === 'zone' ? this.zoneName : boundMethod(METHODS, this, name);
  }
  override text(): string {
    return this.zoneName;
  }
}

function givenDateTime(value: Value | undefined): PyDateTime {
  if (value instanceof PyDateTime) return value;
  throw typeError('a datetime is needed');
}

const METHODS: Methods<PytzZone> = {
  ...zoneMethods,
  localize: {
    parameters: ['dt', 'is_dst?'],
    run: (self, given, isDst = false) => {
      const when = givenDateTime(given);
      if (when.zone) throw valueError('Not naive datetime (tzinfo is already set)');
      return self.localize(when, isDst);
    },
  },
  normalize: {
    parameters: ['dt', 'is_dst?'],
    run: (self, given) => {
      const when = givenDateTime(given);
      if (!when.zone) throw valueError('Naive time - no tzinfo set');
      return inZone(self, when.utc);
    },
  },
};

function inZone(zone: Zone, utc: bigint): PyDateTime {
  const { local, zone: carried } = zone.fromUtc(utc);
  return new PyDateTime(local, carried);
}

/** `pytz.utc`. */
class UtcZone extends PytzZone {
  readonly typeName = 'pytz.UTC';
  readonly zoneName = 'UTC';
  override at(): ZoneMoment {
    return { offset: 0n, saving: 0n, abbreviation: 'UTC' };
  }
  override fromUtc(utc: bigint): { readonly local: bigint; readonly zone: Zone } {
    return { local: utc, zone: this };
  }
  override localize(when: PyDateTime): PyDateTime {
    return new PyDateTime(when.local, this);
  }
  override repr(): string {
    return '<UTC>';
  }
}

export const pytzUtc: PytzZone = new UtcZone();

/** A zone at one of its offsets: what a localized datetime carries. Arithmetic keeps it, `normalize` corrects it. */
class LocalizedZone extends PytzZone {
  readonly typeName: string;
  readonly zoneName: string;
  readonly #parent: NamedZone;
  readonly #moment: ZoneMoment;
  constructor(parent: NamedZone, moment: ZoneMoment) {
    super();
    this.zoneName = parent.zoneName;
    this.typeName = parent.typeName;
    this.#parent = parent;
    this.#moment = moment;
  }
  override at(): ZoneMoment {
    return this.#moment;
  }
  override fromUtc(utc: bigint): { readonly local: bigint; readonly zone: Zone } {
    return this.#parent.fromUtc(utc);
  }
  override localize(when: PyDateTime, isDst: Value): PyDateTime {
    return this.#parent.localize(when, isDst);
  }
  override repr(): string {
    return zoneRepr(this.zoneName, this.#moment);
  }
  override equals(other: Value): boolean {
    return other instanceof LocalizedZone && other.repr() === this.repr();
  }
}

function zoneRepr(name: string, { offset, saving, abbreviation }: ZoneMoment): string {
  const sign = offset < 0n ? '' : '+';
  return `<DstTzInfo ${textRepr(name)} ${abbreviation}${sign}${new TimeDelta(offset).text()} ${saving ? 'DST' : 'STD'}>`;
}

/** A zone by name. Until a datetime is localized it has the local mean time of the zone's city, as in pytz. */
class NamedZone extends PytzZone {
  readonly typeName: string;
  readonly zoneName: string;
  readonly #offsets: Intl.DateTimeFormat;
  readonly #known = new Map<string, LocalizedZone>();
  constructor(name: string, offsets: Intl.DateTimeFormat) {
    super();
    this.zoneName = name;
    this.typeName = `pytz.tzfile.${name}`;
    this.#offsets = offsets;
  }

  override at(): ZoneMoment {
    return { offset: this.#offsetAtMs(LOCAL_MEAN_TIME_MS), saving: 0n, abbreviation: 'LMT' };
  }
  override fromUtc(utc: bigint): { readonly local: bigint; readonly zone: Zone } {
    const zone = this.#localizedAt(utc);
    return { local: utc + zone.at().offset, zone };
  }

  override localize(when: PyDateTime, isDst: Value): PyDateTime {
    const around = [when.local - MICROS_PER_DAY, when.local + MICROS_PER_DAY].map(reading => this.#localizedAt(reading));
    const possible = [...new Set(around)].filter(zone => this.#localizedAt(when.local - zone.at().offset) === zone);
    const [only] = possible;
    if (possible.length === 1 && only) return new PyDateTime(when.local, only);
    if (isDst === null) throw new TemplateError('other', when.text());
    const chosen = possible.length === 0 ? this.#acrossGap(around, isDst) : this.#fromTwo(possible, isDst);
    return new PyDateTime(when.local, chosen);
  }
  /** A reading that clocks skip: it is told in the offset before the gap, or after it for daylight saving time. */
  #acrossGap(around: readonly LocalizedZone[], isDst: Value): LocalizedZone {
    const [before, after] = around as [LocalizedZone, LocalizedZone];
    return isTrue(isDst) ? after : before;
  }
  #fromTwo(possible: readonly LocalizedZone[], isDst: Value): LocalizedZone {
    const wanted = possible.filter(zone => (zone.at().saving !== 0n) === isTrue(isDst));
    return (wanted[0] ?? possible[0]) as LocalizedZone;
  }

  #localizedAt(utc: bigint): LocalizedZone {
    const ms = Math.max(LOCAL_MEAN_TIME_MS, Number((utc - EPOCH) / 1000n));
    const offset = this.#offsetAtMs(ms);
    const year = new Date(ms).getUTCFullYear();
    // biome-ignore lint/complexity/useMathMinMax: these are bigints
    const standard = [0, 6].map(month => this.#offsetAtMs(Date.UTC(year, month, 1))).reduce((a, b) => (a < b ? a : b));
    const moment = {
      offset,
      saving: offset > standard ? offset - standard : 0n,
      abbreviation: abbreviationOf(this.zoneName, ms, offset),
    };
    const key = `${moment.offset} ${moment.saving} ${moment.abbreviation}`;
    const zone = this.#known.get(key) ?? new LocalizedZone(this, moment);
    this.#known.set(key, zone);
    return zone;
  }

  /** Rounded to minutes, as pytz does. */
  #offsetAtMs(ms: number): bigint {
    const text = this.#offsets.formatToParts(ms).find(part => part.type === 'timeZoneName')?.value ?? 'GMT';
    const match = /^GMT([-+−])(\d\d?):?(\d\d)?:?(\d\d)?$/.exec(text);
    if (!match) return 0n;
    const seconds = Number(match[2]) * 3600 + Number(match[3] ?? 0) * 60 + Number(match[4] ?? 0);
    const signed = match[1] === '+' ? seconds : -seconds;
    return BigInt(Math.floor((signed + 30) / 60) * 60) * MICROS_PER_SECOND;
  }
  override repr(): string {
    return zoneRepr(this.zoneName, this.at());
  }
}

const abbreviations = new Map<string, string>();

function abbreviationOf(zone: string, ms: number, offset: bigint): string {
  const season = `${zone} ${offset} ${new Date(ms).getUTCFullYear()}`;
  const known = abbreviations.get(season) ?? findAbbreviation(zone, ms, offset);
  abbreviations.set(season, known);
  return known;
}

function findAbbreviation(zone: string, ms: number, offset: bigint): string {
  for (const locale of LOCALES) {
    const parts = new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: 'short' }).formatToParts(ms);
    const name = parts.find(part => part.type === 'timeZoneName')?.value ?? '';
    if (/^[A-Z]{2,5}$/.test(name)) return name;
  }
  const listed = Object.hasOwn(ABBREVIATIONS, zone) ? ABBREVIATIONS[zone] : undefined;
  if (listed !== undefined) return listed;
  const minutes = Number((offset < 0n ? -offset : offset) / (60n * MICROS_PER_SECOND));
  return `${offset < 0n ? '-' : '+'}${padded(Math.floor(minutes / 60))}${minutes % 60 === 0 ? '' : padded(minutes % 60)}`;
}

const zones = new Map<string, NamedZone>();

/** The zone of a name, which counts without regard to case; null when there is none. */
export function namedZone(name: string): PytzZone | null {
  if (name.toUpperCase() === 'UTC') return pytzUtc;
  const canonical = zoneNames().find(each => each.toLowerCase() === name.toLowerCase()) ?? name;
  const known = zones.get(canonical);
  if (known) return known;
  try {
    const zone = new NamedZone(canonical, new Intl.DateTimeFormat('en-US', { timeZone: canonical, timeZoneName: 'longOffset' }));
    zones.set(canonical, zone);
    return zone;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** Names that the engine knows, but lists under an older name or not at all. */
const UNLISTED = [
  'America/Argentina/Buenos_Aires',
  'Asia/Ho_Chi_Minh',
  'Asia/Kathmandu',
  'Asia/Kolkata',
  'Asia/Yangon',
  'Atlantic/Faroe',
  'CET',
  'EET',
  'EST',
  'EST5EDT',
  'Etc/UTC',
  'Europe/Kyiv',
  'GMT',
  'HST',
  'MST',
  'PST8PDT',
  'US/Central',
  'US/Eastern',
  'US/Mountain',
  'US/Pacific',
  'UTC',
  'WET',
];

let names: readonly string[] | null = null;

/** The names of the zones, sorted. Some other old names work too. */
export function zoneNames(): readonly string[] {
  names ??= [...new Set([...Intl.supportedValuesOf('timeZone'), ...UNLISTED])].sort();
  return names;
}
