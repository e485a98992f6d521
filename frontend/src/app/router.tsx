import {
  createBrowserRouter,
  Navigate,
  Outlet,
  ScrollRestoration,
  useLocation,
  type RouteObject,
} from 'react-router';
import { Lock } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { BrokenPage } from '../components/BrokenPage';
import { Notice } from '../components/Notice';
import { AppointmentDrawer } from '../features/appointments/AppointmentDrawer';
import { AppointmentsPage } from '../features/appointments/AppointmentsPage';
import { ForgotPasswordPage } from '../features/account/ForgotPasswordPage';
import { LoginPage } from '../features/account/LoginPage';
import { RegisterPage } from '../features/account/RegisterPage';
import { ResetPasswordPage } from '../features/account/ResetPasswordPage';
import { SecondStepPage } from '../features/account/SecondStepPage';
import { SecurityPage } from '../features/account/SecurityPage';
import { VerifyEmailPage } from '../features/account/VerifyEmailPage';
import { CheckInPage } from '../features/checkin/CheckInPage';
import { CustomersPage } from '../features/customers/CustomersPage';
import { NewCustomerDrawer } from '../features/customers/NewCustomerDrawer';
import { NotificationsPage } from '../features/notifications/NotificationsPage';
import { RemindersPage } from '../features/reminders/RemindersPage';
import { useMe, useSession } from '../session/useMe';
import { InvitationPage } from './InvitationPage';
import { MemberHomePage } from './MemberHomePage';
import { MemberPage } from './MemberPage';
import { MePage } from './MePage';
import { NotFoundPage } from './NotFoundPage';
import { SettingsPage } from './SettingsPage';
import { settingsSections } from './settingsSections';
import { Shell } from './Shell';
import { StartingPage } from './StartingPage';

export const routes: RouteObject[] = [
  {
    element: <Root />,
    errorElement: <BrokenPage />,
    children: [
      { path: '/login', element: <LoginPage /> },
      { path: '/register', element: <RegisterPage /> },
      { path: '/login/code', element: <SecondStepPage /> },
      { path: '/invitation/:token', element: <InvitationPage /> },
      { path: '/verify-email', element: <VerifyEmailPage /> },
      { path: '/password/reset', element: <ForgotPasswordPage /> },
      { path: '/password/reset/:key', element: <ResetPasswordPage /> },
      {
        element: <SignedIn />,
        errorElement: <BrokenPage />,
        children: [
          { index: true, element: <Home /> },
          {
            element: <StaffOnly />,
            children: [
              {
                path: '/members',
                element: <CustomersPage />,
                children: [{ path: 'new', element: <NewCustomerDrawer /> }],
              },
              { path: '/members/:id/:tab?', element: <MemberPage /> },
              { path: '/check-in', element: <CheckInPage /> },
            ],
          },
          {
            path: '/appointments',
            element: <AppointmentsPage />,
            children: [
              { path: 'new', element: <AppointmentDrawer /> },
              { path: ':id', element: <AppointmentDrawer /> },
            ],
          },
          { path: '/reminders', element: <RemindersPage /> },
          { path: '/notifications', element: <NotificationsPage /> },
          {
            path: '/settings',
            element: <SettingsPage />,
            children: settingsSections.map(({ path, element }) => ({ path, element })),
          },
          { path: '/me', element: <MePage /> },
          { path: '/me/security', element: <SecurityPage /> },
          { path: '*', element: <NotFoundPage /> },
        ],
      },
    ],
  },
];

export function makeRouter() {
  return createBrowserRouter(routes);
}

function Root() {
  const { status } = useSession();
  if (status === 'unknown' || status === 'unreachable')
    return <StartingPage failed={status === 'unreachable'} />;
  return (
    <>
      <Outlet />
      <ScrollRestoration />
    </>
  );
}

function SignedIn() {
  const { status } = useSession();
  const { pathname, search } = useLocation();
  if (status !== 'signedIn') {
    const next = pathname === '/' ? '' : `?next=${encodeURIComponent(pathname + search)}`;
    return <Navigate to={`/login${next}`} replace />;
  }
  return <EnrolledOnly />;
}

/** Who still owes the second factor that their role asks for sets it up before anything else. */
function EnrolledOnly() {
  const { pathname } = useLocation();
  const isFirst = useMe().second_factor_owed;
  if (isFirst && pathname !== '/me/security') return <Navigate to="/me/security" replace />;
  return <Shell />;
}

/** Screens of the staff, which stay behind when somebody no longer works here. */
function StaffOnly() {
  const { t } = useTranslation();
  if (useMe().is_staff) return <Outlet />;
  return <Notice icon={Lock} title={t('forbidden.title')} text={t('forbidden.text')} role="alert" />;
}

function Home() {
  return useMe().is_staff ? <Navigate to="/members" replace /> : <MemberHomePage />;
}
