import { FieldsObject } from './fields-object.ts';

interface Said {
  readonly message: string;
  readonly code: string | null;
  /** -1 when the warehouse did not say. */
  readonly rows: number;
}

/** What the warehouse said to a statement: prints as its message. */
export const responseObject = ({ message, code, rows }: Said): ResponseObject =>
  new ResponseObject('AdapterResponse', [
    ['_message', message],
    ['code', code],
    ['rows_affected', rows],
  ]);

export class ResponseObject extends FieldsObject {
  override text(): string {
    return String(this.fields.get('_message') ?? '');
  }
}
