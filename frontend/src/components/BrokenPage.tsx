import { Button } from '@mantine/core';
import { CircleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Notice } from './Notice';

/** A fault of the client itself. Reloading is all that can be offered honestly. */
export function BrokenPage() {
  const { t } = useTranslation();
  return (
    <Notice isPage icon={CircleAlert} title={t('broken.title')} text={t('broken.text')} role="alert">
      <Button onClick={() => location.reload()}>{t('broken.reload')}</Button>
    </Notice>
  );
}
