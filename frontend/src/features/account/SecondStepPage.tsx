import { Anchor, Button, Text } from '@mantine/core';
import { KeyRound } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation, useNavigate } from 'react-router';
import { isApiError } from '../../api/errors';
import { useRefusal } from '../../components/formErrors';
import { FormRefusal } from '../../components/FormRefusal';
import { useGiveCodeMutation, useUsePasskeyMutation } from '../../session/api';
import { hasPasskeys } from '../../session/passkeys';
import { useSession } from '../../session/useMe';
import { AuthFrame } from './AuthFrame';
import { CodeForm } from './CodeForm';
import { GoOn } from './GoOn';
import { useEnter } from './useEnter';

/** The step after the password, for whoever has set one up. */
export function SecondStepPage() {
  const { t } = useTranslation();
  const { status } = useSession();
  const { search } = useLocation();
  const navigate = useNavigate();
  const enter = useEnter();
  const refusal = useRefusal();
  const [giveCode] = useGiveCodeMutation();
  const [answerWithPasskey, passkey] = useUsePasskeyMutation();

  if (status === 'signedIn') return <GoOn />;
  const give = async (code: string) => {
    const { data, error } = await giveCode(code);
    if (data) await enter(data);
    // The first step has been too long ago, or was never taken here.
    else if (isApiError(error) && error.status === 401) await navigate({ pathname: '/login', search });
    return error;
  };
  const answer = async () => {
    const { data } = await answerWithPasskey('authenticate');
    if (data) await enter(data);
  };
  return (
    <AuthFrame title={t('secondStep.title')}>
      <Text>{t('secondStep.text')}</Text>
      <FormRefusal message={passkey.error && refusal(passkey.error)} />
      <CodeForm label={t('field.code')} submit={t('secondStep.submit')} onCode={give}>
        {hasPasskeys() && (
          <Button
            size="md"
            variant="default"
            leftSection={<KeyRound size={18} aria-hidden />}
            loading={passkey.isLoading}
            onClick={() => void answer()}
          >
            {t('secondStep.passkey')}
          </Button>
        )}
      </CodeForm>
      <Text size="sm" c="var(--quiet)">
        {t('secondStep.recovery')}
      </Text>
      <Anchor component={Link} to={{ pathname: '/login', search }} size="sm" underline="always">
        {t('secondStep.back')}
      </Anchor>
    </AuthFrame>
  );
}
