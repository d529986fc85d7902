//! The notification center of macOS. It knows bundles only, and asks the person once.

#![allow(
    unsafe_code,
    reason = "the notification center calls back into a class that is declared here"
)]

use crate::notification::{Clicked, Notification, NotificationError};
use block2::{DynBlock, RcBlock};
use objc2::rc::Retained;
use objc2::runtime::{Bool, NSObject, NSObjectProtocol, ProtocolObject};
use objc2::{AllocAnyThread, DefinedClass, define_class, msg_send};
use objc2_foundation::{NSBundle, NSError, NSString};
use objc2_user_notifications::{
    UNAuthorizationOptions, UNMutableNotificationContent, UNNotification,
    UNNotificationPresentationOptions, UNNotificationRequest, UNNotificationResponse,
    UNUserNotificationCenter, UNUserNotificationCenterDelegate,
};
use std::sync::mpsc;
use std::time::Duration;

/// A person may take their time with the question whether the program may notify.
const PATIENCE: Duration = Duration::from_secs(120);

define_class!(
    // SAFETY: NSObject has no requirements of its subclasses, and the class has no Drop.
    #[unsafe(super(NSObject))]
    #[name = "LPCAdminConsoleNotificationDelegate"]
    #[ivars = Clicked]
    struct Delegate;

    // SAFETY: NSObjectProtocol has no requirements.
    unsafe impl NSObjectProtocol for Delegate {}

    // SAFETY: the methods have the signatures of the protocol.
    unsafe impl UNUserNotificationCenterDelegate for Delegate {
        #[unsafe(method(userNotificationCenter:didReceiveNotificationResponse:withCompletionHandler:))]
        fn clicked(
            &self,
            _center: &UNUserNotificationCenter,
            _response: &UNNotificationResponse,
            done: &DynBlock<dyn Fn()>,
        ) {
            (self.ivars())();
            done.call(());
        }

        #[unsafe(method(userNotificationCenter:willPresentNotification:withCompletionHandler:))]
        fn shown_in_front(
            &self,
            _center: &UNUserNotificationCenter,
            _notification: &UNNotification,
            done: &DynBlock<dyn Fn(UNNotificationPresentationOptions)>,
        ) {
            done.call((
                UNNotificationPresentationOptions::Banner | UNNotificationPresentationOptions::List,
            ));
        }
    }
);

pub struct Notifications {
    clicked: Clicked,
}

impl Notifications {
    pub fn new(_identifier: &str, _name: &str, clicked: Clicked) -> Self {
        Self { clicked }
    }

    pub fn show(&self, notification: &Notification) -> Result<(), NotificationError> {
        // Without a bundle the center raises an exception that nobody catches.
        if NSBundle::mainBundle().bundleIdentifier().is_none() {
            return Err(NotificationError("the program has no bundle".to_owned()));
        }
        let center = UNUserNotificationCenter::currentNotificationCenter();
        let delegate = Delegate::alloc().set_ivars(self.clicked.clone());
        // SAFETY: the initializer of NSObject.
        let delegate: Retained<Delegate> = unsafe { msg_send![super(delegate), init] };
        center.setDelegate(Some(ProtocolObject::from_ref(&*delegate)));
        // The center refers to its delegate weakly; a click may come as long as the process lives.
        std::mem::forget(delegate);

        let (answer, answered) = mpsc::channel();
        let asked = RcBlock::new(move |allowed: Bool, _: *mut NSError| {
            answer.send(allowed.as_bool()).ok();
        });
        center.requestAuthorizationWithOptions_completionHandler(
            UNAuthorizationOptions::Alert,
            &asked,
        );
        if !answered.recv_timeout(PATIENCE).unwrap_or(false) {
            return Err(NotificationError(
                "not allowed in System Settings".to_owned(),
            ));
        }

        let content = UNMutableNotificationContent::new();
        content.setTitle(&NSString::from_str(&notification.title));
        content.setBody(&NSString::from_str(&notification.body));
        let request = UNNotificationRequest::requestWithIdentifier_content_trigger(
            &NSString::from_str(&notification.body),
            &content,
            None,
        );
        let (outcome, added) = mpsc::channel();
        let handler = RcBlock::new(move |error: *mut NSError| {
            // SAFETY: the center hands over a valid error or none, for the time of this call.
            let error = unsafe { error.as_ref() };
            let said = error.map(|error| error.localizedDescription().to_string());
            outcome.send(said).ok();
        });
        center.addNotificationRequest_withCompletionHandler(&request, Some(&handler));
        match added.recv_timeout(PATIENCE) {
            Ok(None) => Ok(()),
            Ok(Some(error)) => Err(NotificationError(error)),
            Err(_) => Err(NotificationError(
                "the notification center did not answer".to_owned(),
            )),
        }
    }
}
