import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { chosenLanguage, isLanguage } from '../i18n/i18n';
import { useUpdateMeMutation } from '../session/api';
import { useMe } from '../session/useMe';

/** A choice made on this device holds, and the server is told of it, for its messages; else the person's own applies. */
export function useLanguageOfPerson(): void {
  const { language } = useMe();
  const { i18n } = useTranslation();
  const [update] = useUpdateMeMutation();
  useEffect(() => {
    const chosen = chosenLanguage();
    if (chosen && chosen !== language) void update({ language: chosen });
    else if (isLanguage(language) && language !== i18n.language) void i18n.changeLanguage(language);
    // Once for each session: later choices are told when they are made.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
}
