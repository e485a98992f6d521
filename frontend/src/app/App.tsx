import { MantineProvider } from '@mantine/core';
import { DatesProvider } from '@mantine/dates';
import { Notifications } from '@mantine/notifications';
import 'dayjs/locale/zh-cn';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Provider } from 'react-redux';
import { RouterProvider } from 'react-router/dom';
import { firstDayOfWeek, formatLocale } from '../i18n/dates';
import { makeRouter } from './router';
import type { AppStore } from './store';
import { styleNonce } from './contentSecurity';
import classes from './App.module.css';
import { cssVariables, theme } from './theme';

export function App({ store }: { store: AppStore }) {
  const { i18n } = useTranslation();
  const router = useMemo(() => makeRouter(), []);
  const dates = {
    locale: i18n.language === 'zh-hans' ? 'zh-cn' : 'en',
    firstDayOfWeek: firstDayOfWeek(formatLocale(i18n.language)),
  };
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      getStyleNonce={styleNonce}
    >
      <Notifications position="bottom-center" limit={3} className={classes.messages} />
      <DatesProvider settings={dates}>
        <Provider store={store}>
          <RouterProvider router={router} />
        </Provider>
      </DatesProvider>
    </MantineProvider>
  );
}
