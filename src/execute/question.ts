const ASKS =
  /^(?:\s|\(|--[^\n]*\n|\/\*[\s\S]*?\*\/)*(?:select|with|show|describe|desc|explain|values|from|table|pragma|summarize)\b/i;
const CHANGES = /\b(?:insert\s+into|update\s+\S+\s+set|delete\s+from|merge\s+into|select\s[\s\S]*\binto\s)\b/i;

/** Whether a template's statement only asks; when in doubt it does not. */
export const isQuestion = (sql: string): boolean => ASKS.test(sql) && !CHANGES.test(sql);
