import type { RelationName } from '../../src/sql/relation.ts';
import { isBound, keysSql, strangersSql, viewsSql } from './binding.ts';
import { quoting } from './quote.ts';

const { relation: rel, string } = quoting;

/** What `error.ts` knows a failure to keep a dependent by: an SQLSTATE of our own. */
export const notKept = 'MW001';

/** The number of the advisory lock that blocks of one database take turns by: the letters `mwkeep`. */
const turn = 0x6d776b656570;

export interface Keeping {
  /** What others are bound to. */
  readonly target: RelationName;
  readonly released: readonly RelationName[];
  /** Makes the change while what is bound to the target still stands; fails where Postgres does not allow that. */
  readonly light: readonly string[];
  /** Makes it when nothing is bound to the target any more. */
  readonly full: readonly string[];
  /** Makes it when the target has gone meanwhile. */
  readonly absent: readonly string[];
}

/**
 * One block that changes a relation and keeps what is bound to it: views with their owners, options, grants, comments, rules, triggers
 * and indexes, and foreign keys. Postgres itself would either refuse the change or drop them all. The block reads what is bound once
 * the relation is locked, so nothing that others do in between is lost.
 */
export function keeping({ target, released, light, full, absent }: Keeping): string {
  const body = `declare
  path text := pg_catalog.current_setting('search_path');
  target pg_catalog.regclass := pg_catalog.to_regclass(${string(rel({ ...target, catalog: null }))});
  views jsonb;
  keys jsonb;
  one jsonb;
  who text;
  is_done boolean := false;
begin
  if target is null then
${indented(absent, 4)}
    return;
  end if;
  -- Of several that change what one view reads, each would drop and make what another is looking at.
  if ${isBound('target')} then
    perform pg_catalog.pg_advisory_xact_lock(${turn});
    target := pg_catalog.to_regclass(${string(rel({ ...target, catalog: null }))});
  end if;
  if exists (select from pg_catalog.pg_class where oid = target and relkind in ('r', 'p')) then
    execute pg_catalog.format('lock table %s in access exclusive mode', target);
  end if;
  -- To look for views and keys takes longer than the change itself, and most tables have none.
  if not ${isBound('target')} then
${indented(full, 4)}
    return;
  end if;
  -- Without a search path every name in a definition is written in full.
  perform pg_catalog.set_config('search_path', '', true);
  views := (
${viewsSql(released)}
  );
  keys := (
${keysSql(released)}
  );
  perform pg_catalog.set_config('search_path', path, true);

  if keys = '[]' and not exists (select from jsonb_array_elements(views) v where v ->> 'kind' <> 'view' or (v ->> 'released')::boolean) then
    begin
${indented(light, 6)}
      is_done := true;
    exception when others then
      if sqlstate like '40%' then raise; end if;
    end;
  end if;

  if not is_done then
    for one in select v from jsonb_array_elements(keys || views) with ordinality as each(v, place) order by place desc loop
      begin
        execute one ->> 'drop';
      exception when others then
        if sqlstate like '40%' then raise; end if;
        raise exception using errcode = '${notKept}', message = one ->> 'name', detail = sqlerrm;
      end;
    end loop;
${indented(full, 4)}
    for one in select v from jsonb_array_elements(views || keys) as v where not (v ->> 'released')::boolean loop
      begin
        execute one ->> 'make';
        -- Default privileges may have given grants that it did not have.
        for who in ${strangersSql} loop
          execute pg_catalog.format('revoke all on %s from %s', one ->> 'name', who);
        end loop;
        if one ->> 'dress' <> '' then execute one ->> 'dress'; end if;
      exception when others then
        if sqlstate like '40%' then raise; end if;
        raise exception using errcode = '${notKept}', message = one ->> 'name', detail = sqlerrm;
      end;
    end loop;
  end if;
end`;
  const tag = dollarTag(body);
  return `do ${tag}\n${body}\n${tag}`;
}

/**
 * For the light way: views that read the target directly are written anew, as they are, and read what has its name now. They keep their
 * identity, so that nothing of what is bound to them is touched. It fails when a column has another type.
 */
export const rewriteViews = `for one in select v from jsonb_array_elements(views) as v where v ->> 'level' = '1' loop
        execute one ->> 'rewrite';
      end loop;`;

/** A tag that the text does not contain. */
function dollarTag(text: string): string {
  let tag = '$keep$';
  for (let number = 2; text.includes(tag); number += 1) tag = `$keep${number}$`;
  return tag;
}

const indented = (statements: readonly string[], indent: number): string =>
  statements.map(one => `${' '.repeat(indent)}${one.endsWith(';') ? one : `${one};`}`).join('\n');
