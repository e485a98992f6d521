import { Button } from '@mantine/core';
import { CircleAlert, Lock, SearchX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../api/errors';
import { Notice } from './Notice';

/** In place of what could not be read. */
export function RequestFailed({ error, onRetry }: { error: unknown; onRetry: () => unknown }) {
  const { t } = useTranslation();
  const status = isApiError(error) ? error.status : 0;
  if (status === 403)
    return <Notice icon={Lock} title={t('forbidden.title')} text={t('forbidden.text')} role="alert" />;
  if (status === 404)
    return <Notice icon={SearchX} title={t('gone.title')} text={t('gone.text')} role="alert" />;
  return (
    <Notice
      icon={CircleAlert}
      title={t('failed.title')}
      text={status === 0 ? t('failed.unreachable') : t('failed.text')}
      role="alert"
    >
      <Button variant="light" onClick={onRetry}>
        {t('action.retry')}
      </Button>
    </Notice>
  );
}
