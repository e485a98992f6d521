import { Button } from '@mantine/core';
import { CircleAlert, CloudOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useRouteError } from 'react-router';
import { PartNotLoaded } from './PartNotLoaded';
import { Notice } from './Notice';

/** A fault of the client itself, or a part of it that didn't arrive. Reloading is all that can be offered honestly. */
export function BrokenPage() {
  const { t } = useTranslation();
  const isMissing = useRouteError() instanceof PartNotLoaded;
  return (
    <Notice
      isPage
      icon={isMissing ? CloudOff : CircleAlert}
      title={t(isMissing ? 'broken.missingTitle' : 'broken.title')}
      text={t(isMissing ? 'broken.missingText' : 'broken.text')}
      role="alert"
    >
      <Button onClick={() => location.reload()}>{t('broken.reload')}</Button>
    </Notice>
  );
}
