import { useTranslation } from 'react-i18next';

const known = [
  'visits',
  'memberships',
  'payments',
  'consents',
  'tags',
  'wards',
  'pictures',
  'merged records',
  'login addresses',
  'second factors',
  'sessions',
  'login',
  'invitations',
  'appointments',
  'reminders',
  'tasks',
  'posts',
  'comments',
  'notifications',
  'notifications about them',
] as const;

/** What the server counts, in the person's words. */
export function usePartName(): (name: string) => string {
  const { t } = useTranslation();
  return (name) => {
    const found = known.find((one) => one === name);
    return found ? t(`transfer.part.${found}`) : name;
  };
}
