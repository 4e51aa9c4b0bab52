export { scanBlocks } from './block.ts';
export { compileMacro, compileTemplate } from './compile.ts';
export { returnFunction } from './macro.ts';

export {
  type Block,
  type MacroTemplate,
  type RenderOptions,
  type Template,
  type TemplateCall,
  TemplateError,
  type TemplateFrame,
  type TemplateSource,
  type TracedPiece,
  type TracedText,
} from './template.ts';

export { call, hostFunction, rawFunction } from './value/call.ts';
export { Range } from './value/collection.ts';
export { order } from './value/compare.ts';
export { dictFrom } from './value/equal.ts';
export { fromPlain, toPlain } from './value/from-json.ts';

export { binary } from './value/operator.ts';
export { repr, text } from './value/print.ts';
export { isTrue } from './value/truth.ts';
export { Undefined } from './value/undefined.ts';
export {
  type BinaryOperator,
  Float,
  HostObject,
  type Kwargs,
  type Scope,
  Tuple,
  type Value,
} from './value.ts';
