console.error('kyc-cn');
