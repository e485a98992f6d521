import i18next, { type BackendModule, type ParseKeys } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type en from './en.json';

/** The languages as the server names them in `/api/me/`. */
export const languages = { en: 'English', 'zh-hans': '简体中文' } as const;
export type Language = keyof typeof languages;
export type Key = ParseKeys;

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof en };
  }
}

/** Fetched when it is spoken. */
const texts: Record<Language, () => Promise<{ default: object }>> = {
  en: () => import('./en.json'),
  'zh-hans': () => import('./zh-Hans.json'),
};

const backend: BackendModule = {
  type: 'backend',
  callbackApi: true,
  init: () => undefined,
  read: (language, _namespace, done) => {
    texts[language as Language]().then(
      ({ default: words }) => done(null, words),
      (error: unknown) => done(error as Error, true), // to be tried again
    );
  },
};

const chosenHere = 'gym.language';

export function isLanguage(value: string | null | undefined): value is Language {
  return value === 'en' || value === 'zh-hans';
}

/** What was chosen on this device, else the browser's. */
export function initialLanguage(): Language {
  const chosen = localStorage.getItem(chosenHere);
  if (isLanguage(chosen)) return chosen;
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh-hans' : 'en';
}

export function chosenLanguage(): Language | null {
  const chosen = localStorage.getItem(chosenHere);
  return isLanguage(chosen) ? chosen : null;
}

export function rememberLanguage(language: Language): void {
  localStorage.setItem(chosenHere, language);
}

export async function startI18n(language: Language = initialLanguage()): Promise<void> {
  i18next.on('languageChanged', (to) => {
    document.documentElement.lang = to === 'zh-hans' ? 'zh-Hans' : to;
  });
  await i18next
    .use(backend)
    .use(initReactI18next)
    .init({
      lng: language,
      // Spoken when another was chosen and doesn't arrive.
      fallbackLng: language,
      lowerCaseLng: true,
      // Not `zh` beside `zh-hans`, of which there is none.
      load: 'currentOnly',
      interpolation: { escapeValue: false },
    });
}
