import type { ComboboxProps, MantineThemeComponents, MenuProps, PopoverProps } from '@mantine/core';

/** Over the head of a dialog, which stays above what scrolls in it. */
const OVER_ALL = 1100;

/** What hangs from a field or a button is in the page's main part, as they are. */
export const hangingInMain = {
  portalProps: { target: 'main' },
} satisfies Partial<ComboboxProps & MenuProps>;

/** The same within a dialog. Functions, as an element in a theme would be merged like its values. */
export function hangingIn(dialog: HTMLElement): MantineThemeComponents {
  const here = { portalProps: { target: dialog }, zIndex: OVER_ALL } satisfies Partial<PopoverProps>;
  const defaultProps = () => here;
  return {
    Combobox: { defaultProps },
    Popover: { defaultProps },
    Menu: { defaultProps: () => ({ ...here, withInitialFocusPlaceholder: false }) },
  };
}
