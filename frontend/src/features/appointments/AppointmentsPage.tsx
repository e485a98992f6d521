import { Button } from '@mantine/core';
import { Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link, Outlet, useLocation } from 'react-router';
import { PageHeader } from '../../components/PageHeader';
import { useCan } from '../../session/useMe';
import { AppointmentList } from './AppointmentList';

export function AppointmentsPage() {
  const { t } = useTranslation();
  const { search } = useLocation();
  const canBook = useCan('scheduling.add_appointment');
  const bookButton = canBook && (
    <Button
      component={Link}
      to={{ pathname: '/appointments/new', search }}
      leftSection={<Plus size={18} aria-hidden />}
    >
      {t('appointments.book')}
    </Button>
  );
  return (
    <>
      <PageHeader title={t('appointments.title')}>{bookButton}</PageHeader>
      <AppointmentList>{bookButton}</AppointmentList>
      <Outlet />
    </>
  );
}
