import { Anchor, Button, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link, Navigate, useParams } from 'react-router';
import { FormRefusal } from '../../components/FormRefusal';
import { useRefusal } from '../../components/formErrors';
import { useVerifyEmailMutation } from '../../session/api';
import { useSession } from '../../session/useMe';
import { AuthFrame } from './AuthFrame';
import { useEnter } from './useEnter';

/** Where the link of the confirmation email leads; `sent` in place of a key says that it is on its way. */
export function VerifyEmailPage() {
  const { t } = useTranslation();
  const { key = 'sent' } = useParams();
  const { status } = useSession();
  const [verify, { isLoading, error, isSuccess }] = useVerifyEmailMutation();
  const refusal = useRefusal();
  const enter = useEnter();

  if (isSuccess && status === 'signedIn') return <Navigate to="/" replace />;
  // A button and not the mere visit: mail scanners open links too.
  const confirm = async () => {
    const { data } = await verify(key);
    if (data) await enter('signedIn');
  };
  return (
    <AuthFrame title={t('verify.title')}>
      {key === 'sent' ? (
        <Text>{t('verify.sent')}</Text>
      ) : (
        <Stack>
          <FormRefusal message={error && refusal(error)} />
          <Text>{isSuccess ? t('verify.done') : t('verify.ask')}</Text>
          {!isSuccess && (
            <Button size="md" loading={isLoading} onClick={() => void confirm()}>
              {t('verify.confirm')}
            </Button>
          )}
        </Stack>
      )}
      <Anchor component={Link} to="/login" size="sm" underline="always">
        {t('verify.toLogin')}
      </Anchor>
    </AuthFrame>
  );
}
