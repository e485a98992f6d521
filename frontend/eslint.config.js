import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import reactHooks from 'eslint-plugin-react-hooks';
import { defineConfig, globalIgnores } from 'eslint/config';
import globals from 'globals';
import tseslint from 'typescript-eslint';

/** What a folder must not know of: app/ > features/ > the foundations, and no feature of another. */
/** @param {object[]} patterns */
const notAllowed = (patterns) => ({ 'no-restricted-imports': ['error', { patterns }] });
const aboveFoundations = {
  regex: '^(\\.\\./)+(features|app)/',
  message: 'What everything stands on knows nothing above it.',
};

export default defineConfig(
  globalIgnores(['dist', 'test-results', 'playwright-report', '**/*.gen.ts']),
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  reactHooks.configs.flat['recommended-latest'],
  {
    languageOptions: {
      globals: { ...globals.browser },
      parserOptions: {
        projectService: { allowDefaultProject: ['*.js'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-invalid-void-type': 'off', // how RTK Query says that an endpoint takes nothing
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    },
  },
  {
    files: ['src/features/*/**'],
    rules: notAllowed([
      {
        regex: '^\\.\\./(?!\\.\\./)|^(\\.\\./)+features/',
        message: 'Features do not know each other; app/ puts them together.',
      },
      { regex: '^(\\.\\./)+app/', message: 'app/ uses features, not the other way round.' },
    ]),
  },
  { files: ['src/{api,components,i18n,realtime,session,uploads}/**'], rules: notAllowed([aboveFoundations]) },
  {
    files: ['src/realtime/{socket,cursor}.ts'],
    rules: notAllowed([
      aboveFoundations,
      { regex: '^(@reduxjs/|react)', message: 'The socket is free of Redux and React.' },
    ]),
  },
  prettier,
);
