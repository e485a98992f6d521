import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import importX, { createNodeResolver } from 'eslint-plugin-import-x';
import reactHooks from 'eslint-plugin-react-hooks';
import { readdirSync } from 'node:fs';
import { defineConfig, globalIgnores } from 'eslint/config';
import globals from 'globals';
import tseslint from 'typescript-eslint';

const features = readdirSync(new URL('src/features', import.meta.url));
const foundations = ['api', 'components', 'i18n', 'realtime', 'session'];

/** Which folder must not know of which: app > features > foundations, and no feature of another. */
const zones = [
  ...features.map((feature) => ({
    target: `src/features/${feature}`,
    from: 'src/features',
    except: [`./${feature}`],
    message: 'Features do not know each other; app/ puts them together.',
  })),
  { target: 'src/features', from: 'src/app', message: 'app/ uses features, not the other way round.' },
  ...foundations.map((foundation) => ({
    target: `src/${foundation}`,
    from: ['src/features', 'src/app'],
    message: 'What everything stands on knows nothing above it.',
  })),
];

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
    plugins: { 'import-x': importX },
    settings: {
      'import-x/resolver-next': [createNodeResolver({ extensions: ['.ts', '.tsx', '.js', '.json'] })],
      'import-x/extensions': ['.ts', '.tsx'],
    },
    rules: {
      'import-x/no-restricted-paths': ['error', { zones }],
      'import-x/no-cycle': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-invalid-void-type': 'off', // how RTK Query says that an endpoint takes nothing
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    },
  },
  {
    files: ['src/realtime/socket.ts', 'src/realtime/cursor.ts'],
    rules: {
      'no-restricted-imports': ['error', { patterns: ['@reduxjs/*', 'react-redux', 'react'] }],
    },
  },
  prettier,
);
