import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { sayRefused } from '../../components/toast';
import { useDates } from '../../i18n/dates';
import type { SessionRow } from './api';
import { useGetBookingQuery, useTakeOfferMutation } from './bookingApi';
import { OwnPlace } from './OwnPlace';
import { useNow } from '../../components/useNow';
import { useBookingRefusal } from './useBookingRefusal';

/** What the member has in this class, until when they can give it up, and where they stand in the queue. */
export function OwnBooking({ session }: { session: SessionRow }) {
  const { t } = useTranslation();
  const { moment } = useDates();
  const now = useNow();
  const { currentData: own } = useGetBookingQuery(session.own?.appointment ?? 0, { skip: !session.own });
  const [takeOffer, { isLoading }] = useTakeOfferMutation();
  const refusal = useBookingRefusal('own');
  const offered = own?.state === 'waitlisted' && own.offered_until;
  const take = async () => {
    if (!own) return;
    const { error } = await takeOffer({ session: session.id, seatsAt: session.seatsAt, appointment: own.id });
    if (error) sayRefused(refusal(error));
  };
  return (
    <Stack gap="sm">
      {offered && (
        <Alert color="ember" role="status">
          <Group justify="space-between">
            {t('booking.offered', { until: moment(offered) })}
            <Button loading={isLoading} onClick={() => void take()}>
              {t('booking.take')}
            </Button>
          </Group>
        </Alert>
      )}
      <Group>
        <OwnPlace session={session} />
      </Group>
      {own?.state === 'waitlisted' && own.position && (
        <Text size="sm">{t('booking.position', { position: own.position })}</Text>
      )}
      {own && (own.state === 'booked' || own.state === 'confirmed') && Date.parse(own.cancel_by) > now && (
        <Text size="sm" c="var(--quiet)">
          {t('booking.cancelBy', { until: moment(own.cancel_by) })}
        </Text>
      )}
    </Stack>
  );
}
