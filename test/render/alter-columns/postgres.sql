do $keep$
declare
  path text := pg_catalog.current_setting('search_path');
  target pg_catalog.regclass := pg_catalog.to_regclass('"shop"."it"');
  views jsonb;
  keys jsonb;
  one jsonb;
  who text;
  is_done boolean := false;
begin
  if target is null then
    alter table "db"."shop"."it" add column "n" DECIMAL(10,2);
    alter table "db"."shop"."it" drop column "old";
    alter table "db"."shop"."it" alter column "id" type BIGINT using "id"::BIGINT;
    return;
  end if;
  -- Of several that change what one view reads, each would drop and make what another is looking at.
  if exists (select from pg_catalog.pg_depend
    where refclassid = 'pg_catalog.pg_class'::regclass and refobjid = target
      and classid in ('pg_catalog.pg_rewrite'::regclass, 'pg_catalog.pg_constraint'::regclass)) then
    perform pg_catalog.pg_advisory_xact_lock(120359670343024);
    target := pg_catalog.to_regclass('"shop"."it"');
  end if;
  if exists (select from pg_catalog.pg_class where oid = target and relkind in ('r', 'p')) then
    execute pg_catalog.format('lock table %s in access exclusive mode', target);
  end if;
  -- To look for views and keys takes longer than the change itself, and most tables have none.
  if not exists (select from pg_catalog.pg_depend
    where refclassid = 'pg_catalog.pg_class'::regclass and refobjid = target
      and classid in ('pg_catalog.pg_rewrite'::regclass, 'pg_catalog.pg_constraint'::regclass)) then
    alter table "db"."shop"."it" add column "n" DECIMAL(10,2);
    alter table "db"."shop"."it" drop column "old";
    alter table "db"."shop"."it" alter column "id" type BIGINT using "id"::BIGINT;
    return;
  end if;
  -- Without a search path every name in a definition is written in full.
  perform pg_catalog.set_config('search_path', '', true);
  views := (
    with recursive paths(id, level) as (
      select r.ev_class, 1
      from pg_catalog.pg_depend d join pg_catalog.pg_rewrite r on r.oid = d.objid
      where d.classid = 'pg_catalog.pg_rewrite'::regclass and d.refclassid = 'pg_catalog.pg_class'::regclass
        and d.refobjid = target and r.ev_class <> target
      union
      select r.ev_class, p.level + 1
      from paths p
      join pg_catalog.pg_depend d on d.refobjid = p.id and d.refclassid = 'pg_catalog.pg_class'::regclass
      join pg_catalog.pg_rewrite r on r.oid = d.objid and d.classid = 'pg_catalog.pg_rewrite'::regclass
      where r.ev_class <> p.id and p.level < 1000
    ),
    bound(id, level) as (select id, max(level) from paths group by id)
    select coalesce(jsonb_agg(jsonb_build_object(
      'level', b.level,
      'kind', k.kind,
      'name', k.name,
      'released', false,
      'drop', format('drop %s %s', k.kind, k.name),
      'rewrite', format('create or replace view %s%s as %s', k.name, k.options, k.query),
      'make', concat_ws('; ',
        format('create %s %s%s as %s%s', k.kind, k.name, k.options, k.query, case when c.relispopulated then '' else ' with no data' end),
        case when c.relowner <> r.oid then format('alter %s %s owner to %I', k.kind, k.name, pg_get_userbyid(c.relowner)) end
      ),
      'dress', concat_ws('; ',
        (select string_agg(format('grant %s on %s to %s%s', a.privilege_type, k.name, case a.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(a.grantee)) end, case when a.is_grantable then ' with grant option' else '' end), '; ') from aclexplode(c.relacl) a where a.grantee <> c.relowner),
        (select string_agg(format('grant %s (%I) on %s to %s%s', a.privilege_type, t.attname, k.name, case a.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(a.grantee)) end, case when a.is_grantable then ' with grant option' else '' end), '; ') from pg_attribute t cross join aclexplode(t.attacl) a where t.attrelid = c.oid and t.attnum > 0),
        (select string_agg(case t.attname is null when true then format('comment on %s %s is %L', k.kind, k.name, d.description)
          else format('comment on column %s.%I is %L', k.name, t.attname, d.description) end, '; ') from pg_description d left join pg_attribute t on t.attrelid = d.objoid and t.attnum = d.objsubid and d.objsubid > 0
          where d.objoid = c.oid and d.classoid = 'pg_class'::regclass),
        (select string_agg(pg_get_indexdef(i.indexrelid), '; ') from pg_index i where i.indrelid = c.oid),
        (select string_agg(format('alter view %s alter column %I set default %s', k.name, t.attname, pg_get_expr(f.adbin, f.adrelid)), '; ') from pg_attrdef f join pg_attribute t on t.attrelid = f.adrelid and t.attnum = f.adnum where f.adrelid = c.oid),
        (select string_agg(rtrim(pg_get_ruledef(u.oid), '; '), '; ') from pg_rewrite u where u.ev_class = c.oid and u.rulename <> '_RETURN'),
        (select string_agg(pg_get_triggerdef(g.oid), '; ') from pg_trigger g where g.tgrelid = c.oid and not g.tgisinternal)
      )
    ) order by b.level, k.name), '[]')
    from bound b
    join pg_class c on c.oid = b.id
    join pg_namespace n on n.oid = c.relnamespace
    join pg_roles r on r.rolname = current_user
    cross join lateral (
      select
        case c.relkind when 'm' then 'materialized view' else 'view' end as kind,
        c.oid::regclass::text as name,
        coalesce(' with (' || array_to_string(c.reloptions, ', ') || ')', '') as options,
        rtrim(pg_get_viewdef(c.oid), '; ') as query
    ) k
  );
  keys := (
    select coalesce(jsonb_agg(jsonb_build_object(
      'kind', 'key',
      'name', c.oid::regclass::text,
      'released', false,
      'drop', format('alter table %s drop constraint %I', c.oid::regclass, k.conname),
      'make', format('alter table %s add constraint %I %s', c.oid::regclass, k.conname, pg_get_constraintdef(k.oid))
    ) order by k.conname), '[]')
    from pg_constraint k
    join pg_class c on c.oid = k.conrelid
    join pg_namespace n on n.oid = c.relnamespace
    where k.contype = 'f' and k.confrelid = target and k.conrelid <> target and k.conparentid = 0
  );
  perform pg_catalog.set_config('search_path', path, true);

  if keys = '[]' and not exists (select from jsonb_array_elements(views) v where v ->> 'kind' <> 'view' or (v ->> 'released')::boolean) then
    begin
      alter table "db"."shop"."it" add column "n" DECIMAL(10,2);
      alter table "db"."shop"."it" drop column "old";
      alter table "db"."shop"."it" alter column "id" type BIGINT using "id"::BIGINT;
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
        raise exception using errcode = 'MW001', message = one ->> 'name', detail = sqlerrm;
      end;
    end loop;
    alter table "db"."shop"."it" add column "n" DECIMAL(10,2);
    alter table "db"."shop"."it" drop column "old";
    alter table "db"."shop"."it" alter column "id" type BIGINT using "id"::BIGINT;
    for one in select v from jsonb_array_elements(views || keys) as v where not (v ->> 'released')::boolean loop
      begin
        execute one ->> 'make';
        -- Default privileges may have given grants that it did not have.
        for who in select distinct case a.grantee when 0 then 'public' else pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(a.grantee)) end
          from pg_catalog.pg_class c cross join pg_catalog.aclexplode(c.relacl) a
          where one ->> 'kind' <> 'key' and c.oid = pg_catalog.to_regclass(one ->> 'name') and a.grantee <> c.relowner loop
          execute pg_catalog.format('revoke all on %s from %s', one ->> 'name', who);
        end loop;
        if one ->> 'dress' <> '' then execute one ->> 'dress'; end if;
      exception when others then
        if sqlstate like '40%' then raise; end if;
        raise exception using errcode = 'MW001', message = one ->> 'name', detail = sqlerrm;
      end;
    end loop;
  end if;
end
$keep$;
