import {
  Badge,
  createTheme,
  Paper,
  type CSSVariablesResolver,
  type MantineColorsTuple,
  type MantineThemeComponent,
  type MenuProps,
  type SelectProps,
  type TagsInputProps,
} from '@mantine/core';
import { hangingInMain } from '../components/hanging';

/** Pine is the brand, ember its spark; greys lean to green so that both themes stay one family. */
const pine: MantineColorsTuple = [
  '#edf6f1',
  '#d8eae1',
  '#b0d6c4',
  '#84c0a4',
  '#57a583',
  '#378a69',
  '#227355',
  '#175d45',
  '#124a38',
  '#0c3529',
];
const ember: MantineColorsTuple = [
  '#fff1ea',
  '#fde0d3',
  '#f9bfa6',
  '#f59b75',
  '#ef7d4e',
  '#e8683a',
  '#cb4f24',
  '#a83f1b',
  '#873317',
  '#662611',
];
const gray: MantineColorsTuple = [
  '#f6f6f1',
  '#eeefe8',
  '#e2e4dc',
  '#d2d6cc',
  '#b6bcb1',
  '#8f978c',
  '#656e66',
  '#48514a',
  '#2f3833',
  '#1b231f',
];
const dark: MantineColorsTuple = [
  '#e6ebe7',
  '#b9c2bc',
  '#98a39c',
  '#717d76',
  '#3c4742',
  '#2c3632',
  '#222b27',
  '#19211e',
  '#121816',
  '#0c110f',
];

/** What scrolls is the list of choices itself, which its field's keys move through. */
const list = {
  withScrollArea: false,
  styles: { options: { maxHeight: '14rem', overflowY: 'auto', overscrollBehavior: 'contain' } },
} as const;

/** The head stays and the rest scrolls; what hangs from a field may reach beyond. */
const dialog = {
  styles: {
    content: { display: 'flex', flexDirection: 'column', overflow: 'visible' },
    body: { flex: '1 1 auto', minHeight: 0, overflowY: 'auto' },
  },
} satisfies MantineThemeComponent;

export const theme = createTheme({
  primaryColor: 'pine',
  primaryShade: { light: 7, dark: 6 },
  autoContrast: true,
  colors: { pine, ember, gray, dark },
  black: '#17201c',
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily:
    "'Figtree Variable', 'PingFang SC', 'Hiragino Sans GB', 'Microsoft YaHei', 'Noto Sans SC', 'Noto Sans CJK SC', system-ui, sans-serif",
  components: {
    Badge: Badge.extend({ defaultProps: { variant: 'light', tt: 'none', fw: 600, size: 'lg', fz: 'xs' } }),
    Paper: Paper.extend({ defaultProps: { bg: 'var(--surface)' } }),
    // What hangs from a field or a button is in the page's main part, as they are. Named and not imported: every page would
    // carry them.
    Combobox: { defaultProps: hangingInMain },
    // The child that would take the focus first is one that no menu may have.
    Menu: {
      defaultProps: { ...hangingInMain, withInitialFocusPlaceholder: false } satisfies Partial<MenuProps>,
    },
    Modal: dialog,
    Drawer: dialog,
    // A list opens when it is asked for, by a click, an arrow or typing, and not because the focus came by.
    Select: { defaultProps: { ...list, openOnFocus: false } satisfies Partial<SelectProps> },
    TagsInput: { defaultProps: list satisfies Partial<TagsInputProps> },
  },
  headings: { fontWeight: '650', sizes: { h1: { fontSize: '1.75rem', lineHeight: '1.2' } } },
});

const tinted = ['pine', 'ember', 'gray', 'red', 'yellow'] as const;

/** What can't be undone: its own red is too pale to be written on. */
const red = {
  '--mantine-color-red-filled': '#c0281f',
  '--mantine-color-red-filled-hover': '#a3211a',
};

/** Mantine's tinted parts are near black on dark; ours keep the hue and stay legible. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    ...red,
    '--mantine-color-default-border': 'var(--line)',
    '--mantine-color-dimmed': 'var(--quiet)',
    '--mantine-color-placeholder': 'var(--quiet)',
    '--mantine-color-error': '#b3261e',
    '--mantine-color-yellow-light-color': '#7a4f00',
    // Under the pointer, too, where its ground is darker.
    '--mantine-color-red-light-color': '#a3211a',
  },
  dark: {
    ...red,
    '--mantine-color-default-border': 'var(--line)',
    '--mantine-color-dimmed': 'var(--quiet)',
    '--mantine-color-placeholder': 'var(--quiet)',
    '--mantine-color-error': '#ff9c94',
    ...Object.fromEntries(
      tinted.flatMap((color) => {
        const base = `var(--mantine-color-${color}-4)`;
        return [
          [`--mantine-color-${color}-light`, `color-mix(in oklab, ${base} 18%, transparent)`],
          [`--mantine-color-${color}-light-hover`, `color-mix(in oklab, ${base} 26%, transparent)`],
          [`--mantine-color-${color}-light-color`, `var(--mantine-color-${color}-2)`],
        ];
      }),
    ),
  },
});
