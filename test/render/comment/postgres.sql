comment on table "db"."shop"."it" is 'it''s one';

comment on column "db"."shop"."it"."id" is 'the key';
