//! Redirects of a bucket's website: a header that `object_store` does not know.
//!
//! In: requests on their way out, some marked with where the object leads. Out:
//! the same with the header, signed anew, because S3 takes no header of its own
//! that is not signed.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/how-to-page-redirect.html>

use std::sync::{Arc, OnceLock};

use async_trait::async_trait;
use object_store::aws::{AwsAuthorizer, AwsCredentialProvider};
use object_store::client::{
    ClientOptions, HttpClient, HttpConnector, HttpError, HttpErrorKind, HttpRequest, HttpResponse, HttpService,
    ReqwestConnector,
};

/// Marks a request: the object leads there.
#[derive(Clone, Debug)]
pub(super) struct LeadsTo(pub(super) String);

/// Whose name requests are signed in, and for which region. Known only after
/// the store is made, which needs the connector.
pub(super) type Signer = Arc<OnceLock<(AwsCredentialProvider, String)>>;

/// Makes clients that know the header.
#[derive(Debug)]
pub(super) struct Connector(pub(super) Signer);

impl HttpConnector for Connector {
    fn connect(&self, options: &ClientOptions) -> object_store::Result<HttpClient> {
        let inner = ReqwestConnector::default().connect(options)?;
        Ok(HttpClient::new(Service { inner, signer: Arc::clone(&self.0) }))
    }
}

#[derive(Debug)]
struct Service {
    inner: HttpClient,
    signer: Signer,
}

#[async_trait]
impl HttpService for Service {
    async fn call(&self, mut request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let leads_to = request.extensions().get::<LeadsTo>().cloned();
        if let (Some(LeadsTo(to)), Some((credentials, region))) = (leads_to, self.signer.get()) {
            let fault = |error| HttpError::new(HttpErrorKind::Request, error);
            let credential = credentials.get_credential().await.map_err(fault)?;
            if let Ok(value) = super::super::purge::encode(&to).parse() {
                request.headers_mut().insert("x-amz-website-redirect-location", value);
                request.headers_mut().remove("authorization");
                AwsAuthorizer::new(&credential, "s3", region).try_authorize(&mut request, None).map_err(fault)?;
            }
        }
        self.inner.execute(request).await
    }
}
