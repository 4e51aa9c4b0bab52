/** What types are alike enough to be compared. */
type TypeFamily = 'text' | 'number' | 'time' | 'truth';

const families: readonly (readonly [TypeFamily, RegExp])[] = [
  ['text', /^(character varying|varchar|char|character|text|string|nvarchar|nchar|bpchar)\b/i],
  [
    'number',
    /^(tinyint|smallint|integer|int|int2|int4|int8|int64|bigint|hugeint|decimal|numeric|bignumeric|real|float|float4|float8|float64|double)\b/i,
  ],
  ['time', /^(date|datetime|timestamp|timestamptz)\b/i],
  ['truth', /^(boolean|bool)\b/i],
];

/** Null for types that are not known well enough, such as arrays. */
function typeFamily(type: string | null): TypeFamily | null {
  if (type === null || /[[<]/.test(type)) return null;
  return families.find(([, pattern]) => pattern.test(type))?.[0] ?? null;
}

/** Whether both are known, and of different families. */
export function areUnlike(a: string | null, b: string | null): boolean {
  const [left, right] = [typeFamily(a), typeFamily(b)];
  return left !== null && right !== null && left !== right;
}
