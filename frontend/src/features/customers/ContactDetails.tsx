import { Anchor, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Customer } from '../../api/shapes';
import { today, useDates } from '../../i18n/dates';
import classes from './Facts.module.css';
import { countryName, phoneAsRead } from '../../i18n/phones';
import { ageOn } from './reading';

/** How a member is reached, and who is called when something happens. */
export function ContactDetails({ customer }: { customer: Customer }) {
  const { t, i18n } = useTranslation();
  const { date, timeZone } = useDates();
  const { email, phone_number: phone, birth_date: born, guardian, guardian_name: guardianName } = customer;
  const age = born && ageOn(born, today(timeZone));
  const place = [customer.postal_code, customer.city].filter(Boolean).join(' ');
  const address = [customer.address, place, customer.country && countryName(customer.country, i18n.language)];
  return (
    <dl className={classes.facts}>
      <Fact label={t('field.phone_number')}>
        {phone && (
          <Anchor href={`tel:${phone}`} c="inherit">
            {phoneAsRead(phone)}
          </Anchor>
        )}
      </Fact>
      <Fact label={t('field.email')}>
        {email ? (
          <Anchor href={`mailto:${email}`} c="inherit">
            {email}
          </Anchor>
        ) : (
          guardianName && <Text component="span">{t('member.throughGuardian')}</Text>
        )}
      </Fact>
      {guardian && (
        <Fact label={t('field.guardian')}>
          <Anchor component={Link} to={`/members/${guardian}`} c="inherit">
            {guardianName}
          </Anchor>
        </Fact>
      )}
      <Fact label={t('field.birth_date')}>{born && t('member.bornAged', { date: date(born), age })}</Fact>
      <Fact label={t('field.address')}>{address.filter(Boolean).join('\n')}</Fact>
      <Fact label={t('field.emergency_contact')}>
        {(customer.emergency_contact_name || customer.emergency_contact_phone) && (
          <>
            {customer.emergency_contact_name}
            {customer.emergency_contact_name && customer.emergency_contact_phone && ', '}
            {customer.emergency_contact_phone && (
              <Anchor href={`tel:${customer.emergency_contact_phone}`} c="inherit">
                {phoneAsRead(customer.emergency_contact_phone)}
              </Anchor>
            )}
          </>
        )}
      </Fact>
      <Fact label={t('field.joined_on')}>{date(customer.joined_on)}</Fact>
    </dl>
  );
}

function Fact({ label, children }: { label: string; children: React.ReactNode }) {
  const isEmpty = children === '' || children === null || children === undefined || children === false;
  return (
    <div>
      <dt>{label}</dt>
      <dd>{isEmpty ? '–' : children}</dd>
    </div>
  );
}
