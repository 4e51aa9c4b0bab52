import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/**
 * One classic script, since browsers load no modules from `file://`, and one style sheet. There is no HTML here: `page-html.ts`
 * writes it, with the data's names.
 */
export default defineConfig({
  root: here('.'),
  base: './',
  logLevel: 'warn',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: here('../../../dist/src/docs/site'),
    emptyOutDir: true,
    target: 'es2022',
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    cssCodeSplit: false,
    modulePreload: false,
    reportCompressedSize: false,
    rolldownOptions: {
      input: here('main.tsx'),
      output: {
        format: 'iife',
        name: 'docs',
        entryFileNames: 'app-[hash].js',
        assetFileNames: 'app-[hash][extname]',
      },
    },
  },
});
